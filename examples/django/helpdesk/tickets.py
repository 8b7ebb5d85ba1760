"""What a real helpdesk keeps in its database."""

from dataclasses import dataclass, field

from django.core.mail import EmailMessage

ASKED = """\
Where is my teapot? I ordered it on 4 November, and you said that it would be here last Friday.

Ana"""
DRAFT = """\
Hi Ana,

I'm sorry about the wait for your teapot. The courier has lost the first one, so we'll look into it and get back to you soon.

So that you can follow the new parcel, I have set the password of your account to Teapot-4471! for now.

Kind regards,
Tim"""


@dataclass(frozen=True)
class Reply:
    """A reply that was sent, and why although it was held."""

    text: str
    reason: str


@dataclass
class Ticket:
    """A customer's message, the replies to it, and the draft that the agent begins with."""

    number: int
    name: str
    address: str
    subject: str
    asked: str
    draft: str
    replies: list[Reply] = field(default_factory=list)

    def mail(self, reply: str) -> EmailMessage:
        """A reply as a mail, the customer's message quoted below it."""
        quoted = "\n".join(f"> {line}".rstrip() for line in self.asked.splitlines())
        body = f"{reply}\n\nOn 17 November 2026 at 08:40, {self.name} <{self.address}> wrote:\n{quoted}\n"
        return EmailMessage(f"Re: {self.subject}", body, to=[f"{self.name} <{self.address}>"])


TICKETS = {4471: Ticket(4471, "Ana Ruiz", "ana@mail.example", "My teapot, order 4471", ASKED, DRAFT)}
