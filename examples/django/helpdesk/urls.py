"""The pages: the first one leads to the ticket."""

from django.urls import path
from django.views.generic import RedirectView

from helpdesk.views import ticket

urlpatterns = [
    path("", RedirectView.as_view(url="/tickets/4471/")),
    path("tickets/<int:number>/", ticket, name="ticket"),
]
