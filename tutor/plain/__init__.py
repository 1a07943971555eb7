"""The tutor without a screen: lessons, lab and review in lines of text, for screen readers, dumb terminals and scripts.

`command.run` is the door. What is taught, judged, kept and due is the same as on the screens (`tutor.session`,
`tutor.review`, `tutor.progress.store`, the helper process of `tutor.worker`); this package only reads lines and writes
lines. Nothing here imports Textual, moves a cursor, sets a colour or draws with more than letters.
"""
