"""A helpdesk without a database: its one ticket is in `tickets`, and what is sent is forgotten when the server stops."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

FOLDER = Path(__file__).parent

EMAIL_BACKEND = "helpdesk.backend.GatedBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "1025"))
DEFAULT_FROM_EMAIL = "Tim at Teapots <tim@shop.example>"
REPLYLINT_SETTINGS = FOLDER.parent / "replylint.toml"

TIME_ZONE = "Europe/London"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
SECRET_KEY = get_random_secret_key()
ROOT_URLCONF = "helpdesk.urls"
MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [FOLDER / "templates"]}]
