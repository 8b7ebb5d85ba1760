"""What is judged once before the first request: an ordinary reply that says a little of everything, so that what it takes to
judge one is there."""

from __future__ import annotations

from replylint.wire import Short

_TEXT = """\
Hi Ana,

Thank you for your patience, and I'm sorry for the delay: unfortunately, the parcel with your desk lamp (order 4471)
came to our depot in Leeds late on Tuesday and was scanned there twice. I have sent a new one today, and it should
reach you within two working days, by Thursday at 5 pm at the latest. We can't see where the driver is, but my
colleague will look into it and get back to you as soon as possible.

The second charge of £18.40 has gone back to your card; the new total is on page two of the invoice. To be honest,
customers usually don't read the instructions:

1. Open the settings and choose Delivery.
2. Please hold the small button until the light turns green.
3. If nobody is at home, the driver leaves a card with the address.

You can keep the old one; there is no need to send it back. As I already told you, the form at
https://example.org/returns is filled in except for your signature. We will galvanise the frame soon.

Please let me know if you have any other questions. Have a good trip!

Kind regards,
Maya
"""
_MESSAGE = """\
Hello, where is my lamp? I ordered it two weeks ago, and I was charged $18.40 twice. It stopped working yesterday, I
have tried everything, and I am angry. Can you check that and tell me when I get my money back?

Ana Ruiz
"""
SAMPLE = Short(_TEXT, _MESSAGE)
