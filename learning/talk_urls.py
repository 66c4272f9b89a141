"""The addresses of talks, which are a part of the library's."""

from django.urls import path

from learning.views.talks import calendar, pages, running, slots, swaps

urlpatterns = [
    path("", pages.talks, name="talks"),
    path("set-up/", running.set_up, name="set_up_talks"),
    path("set-up/save/", running.save, name="save_talks"),
    path("calendar/make/", calendar.make, name="make_talk_calendar"),
    path("calendar/end/", calendar.end, name="end_talk_calendar"),
    path("calendar/<str:token>.ics", calendar.feed, name="talk_feed"),
    path("<int:session>/", pages.session, name="talk_session"),
    path("<int:session>/talks.ics", calendar.download, name="talk_session_calendar"),
    path("<int:session>/take/", slots.take, name="take_slot"),
    path("<int:session>/not-this-time/", slots.not_this_time, name="not_this_time"),
    path("<int:session>/move/", running.move, name="move_talks"),
    path("<int:session>/move/save/", running.save_move, name="save_move_talks"),
    path("<int:session>/cancel/", running.cancel, name="cancel_talks"),
    path("<int:session>/recording/", slots.keep_recording, name="keep_recording"),
    path("slots/<int:slot>/describe/", slots.describe, name="describe_talk"),
    path("slots/<int:slot>/give-back/", slots.give_back, name="give_back_slot"),
    path("slots/<int:slot>/swap/", swaps.choose, name="choose_swap"),
    path("slots/<int:slot>/swap/offer/", swaps.offer, name="offer_swap"),
    path("swaps/<int:swap>/accept/", swaps.accept, name="accept_swap"),
    path("swaps/<int:swap>/decline/", swaps.decline, name="decline_swap"),
    path("swaps/<int:swap>/withdraw/", swaps.withdraw, name="withdraw_swap"),
]
