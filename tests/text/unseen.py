"""Texts in which nobody can see anything."""

UNSEEN = (
    "",
    " \n\t",
    "\u200b",
    "\u2060\ufeff",
    "\u00ad",
    "\u00a0\u3000",
    "\u200e\u202e",
    "\u3164",
    "\u2800",
    "\u034f",
    " \u200b \u200d ",
)
