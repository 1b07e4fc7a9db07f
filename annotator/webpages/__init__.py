"""Web pages: what is the article in a stranger's HTML, as text and layout of our own.

`reading.read_html` reads one, in the sandbox; `service.keep` keeps what it found for a lead,
who puts it right and takes it in. The modules below `html` run inside the sandbox only.
"""
