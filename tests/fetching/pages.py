"""A page as the web has them, with an article among what is not."""

from __future__ import annotations

TITLE = "The harbour wall will be raised by two metres"
PARAGRAPHS = (
    "The council decided on Tuesday to raise the harbour wall by two metres before the winter, "
    "after three storms had flooded the market square since January.",
    "“We cannot wait for the region to pay,” said Mayor Zoë Ångström, who put the cost at "
    "4.2 million and named no date for the first stone.",
    "Shopkeepers had asked for the wall since the flood of 2019, when the water stood in their "
    "rooms for nine days and forty families had to leave their homes.",
)

HTML = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE} | The Harbour Post</title>
<meta name="author" content="Ida Blom">
<meta property="og:site_name" content="The Harbour Post"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/weather">Weather</a></nav>
<article><h1>{TITLE}</h1>{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}</article>
<footer>Subscribe to our newsletter. All rights reserved.</footer></body></html>"""
