"""A django-helpdesk of its own, in one file: `python helpdesk_site.py FOLDER PORT`, with the Python of requirements/helpdesk.txt.

FOLDER takes the database and the mails that go out. One ticket is there: the customer asked, an agent answered, the
customer asked again, and a colleague left a note.
"""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.urls import include, path

FOLDER, PORT = Path(sys.argv[1]), sys.argv[2]
CONTEXT = ("django.template.context_processors.request", "django.contrib.auth.context_processors.auth")

settings.configure(
    SECRET_KEY="of a test",
    DEBUG=True,
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        *(
            f"django.contrib.{app}"
            for app in ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles", "sites", "humanize")
        ),
        "rest_framework",
        "helpdesk",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [*CONTEXT, "django.contrib.messages.context_processors.messages"]},
        }
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "helpdesk.db"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
    SITE_ID=1,
    STATIC_URL="static/",
    MEDIA_ROOT=FOLDER / "media",
    MEDIA_URL="/media/",
    LOGIN_URL="/login/",
    LOGIN_REDIRECT_URL="/",
    EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend",
    EMAIL_FILE_PATH=FOLDER / "mails",
    DEFAULT_FROM_EMAIL="support@example.invalid",
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_KB_ENABLED=True,
)


def fill() -> None:
    """The ticket and the agent who answers it."""
    from django.contrib.auth.models import User
    from helpdesk.models import FollowUp, Queue, Ticket

    agent = User.objects.create_superuser("agent", "agent@example.invalid", "pw")
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    queue = Queue.objects.create(title="Support", slug="s", email_address="support@example.invalid")
    words = "Where is my lamp?\n\nI ordered it on the second of May."
    ticket = Ticket.objects.create(queue=queue, title="My lamp", submitter_email="ana@example.invalid", description=words)
    for comment, author in (
        ("I am looking for it.", {"user": agent, "public": True}),
        ("It is three days late now.\n\nPlease tell me when it comes.", {"message_id": "<2@example.invalid>", "public": True}),
        ("The carrier lost it.", {"user": agent, "public": False}),
    ):
        FollowUp.objects.create(ticket=ticket, title="Comment", comment=comment, **author)


if __name__ == "__main__":
    django.setup()
    from django.contrib import admin

    urlpatterns = [path("admin/", admin.site.urls), path("", include("helpdesk.urls", namespace="helpdesk"))]
    sys.modules[settings.ROOT_URLCONF] = sys.modules["__main__"]
    call_command("migrate", verbosity=0)
    fill()
    call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, skip_checks=True)
