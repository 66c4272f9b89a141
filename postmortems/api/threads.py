"""What is said about a write-up, beside the words that it is about."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonOut
from people.api.given import Given
from people.api.verbs import says, verb
from postmortems import permissions
from postmortems.api.reading import Told
from postmortems.api.shared import InWriteUp, Words
from postmortems.domain import commenting, suggesting
from postmortems.forms.commenting import ThreadForm
from postmortems.models import LONGEST_COMMENT, LONGEST_QUOTE, Comment, Thread


class CommentOut(serializers.ModelSerializer[Comment]):
    """What one person said. What was taken back says only that."""

    author = PersonOut(read_only=True, allow_null=True)
    text = serializers.SerializerMethodField()
    suggestion = serializers.SerializerMethodField()
    accepted_by = PersonOut(read_only=True, allow_null=True)

    class Meta:
        model = Comment
        fields = [
            "id",
            "author",
            "text",
            "suggestion",
            "written_at",
            "withdrawn_at",
            "accepted_at",
            "accepted_by",
        ]
        read_only_fields = fields

    def get_text(self, comment: Comment) -> str:
        return "" if comment.withdrawn_at else comment.text

    def get_suggestion(self, comment: Comment) -> str:
        told = comment.thread.postmortem.naming.text
        return "" if comment.withdrawn_at else told(comment.suggestion)


class ThreadOut(serializers.ModelSerializer[Thread]):
    """Comments on the same words: `quote` as they were, `words_now` as they are, if they are."""

    about = serializers.SerializerMethodField()
    quote = Told()
    words_now = Told()
    resolved_by = PersonOut(read_only=True, allow_null=True)
    comments = CommentOut(many=True, read_only=True)

    class Meta:
        model = Thread
        fields = [
            "id",
            "about",
            "quote",
            "words_now",
            "opened_at",
            "active_at",
            "resolved_at",
            "resolved_by",
            "comments",
        ]
        read_only_fields = fields

    def get_about(self, thread: Thread) -> str:
        return f"{thread.section}-{thread.factor_id}" if thread.factor_id else thread.section


class Replying(Given):
    """`suggestion` is other words for those that the thread is about."""

    text = Words(max_length=LONGEST_COMMENT)
    suggestion = Words(max_length=LONGEST_COMMENT)


class StartingThread(Replying):
    """`about` is a section, `title`, `factor-7`, or nothing for all of it.

    `quote` is the words as they are read there, the `nth` time they stand there (from 0).
    """

    about = serializers.CharField(max_length=60, required=False, allow_blank=True)
    quote = Words(max_length=LONGEST_QUOTE)
    nth = serializers.IntegerField(min_value=0, max_value=LONGEST_COMMENT, required=False)

    def validate_about(self, about: str) -> str:
        form = ThreadForm(postmortem=self.context["view"].write_up)
        if not form.fields["about"].valid_value(about):  # type: ignore[attr-defined]
            raise serializers.ValidationError(_("Nothing there is called that."))
        return about


class ThreadViewSet(InWriteUp):
    """Threads with what is said in them, oldest first. Anyone who may write comments."""

    serializer_class = ThreadOut
    queryset = Thread.objects.none()

    def get_queryset(self) -> QuerySet[Thread]:
        said = Comment.objects.visible_to(self.user).select_related("author", "accepted_by")
        rows = self.of_write_up("threads").select_related("factor", "resolved_by")
        return rows.prefetch_related(Prefetch("comments", queryset=said))

    def words_in(self, row: Any) -> Iterable[str]:
        yield from (row.quote, row.words_now)
        yield from (one.suggestion for one in row.comments.all())

    @says(given=StartingThread, out=ThreadOut, status=201, example={"text": "How long was that?"})
    def create(self, request: Request, write_up: int) -> Response:
        """Say something about words of it, or about all of it. `@ruth` tells Ruth."""
        postmortem = self.allow(permissions.may_comment)
        return self.made(self.do(commenting.start_thread, postmortem, given=StartingThread))

    @verb(given=Replying, out=ThreadOut, example={"text": "About an hour."})
    def reply(self, request: Request, write_up: int, pk: int) -> Response:
        """Say something more. It opens a resolved thread again."""
        return self.press(commenting.reply)

    @verb(out=ThreadOut)
    def resolve(self, request: Request, write_up: int, pk: int) -> Response:
        """It is settled."""
        return self.press(commenting.resolve_thread)

    @verb(out=ThreadOut)
    def reopen(self, request: Request, write_up: int, pk: int) -> Response:
        """Take it up again."""
        return self.press(commenting.reopen_thread)

    @verb("comments/<int:comment>/withdraw", out=ThreadOut)
    def withdraw(self, request: Request, write_up: int, pk: int, comment: int) -> Response:
        """Take back what you said."""
        return self.press(commenting.withdraw_comment, comment)

    @verb("comments/<int:comment>/accept", out=ThreadOut)
    def accept(self, request: Request, write_up: int, pk: int, comment: int) -> Response:
        """Put the suggested words in the place of those they are for."""
        self.allow(permissions.may_edit)
        return self.press(suggesting.accept_suggestion, comment)

    def press(self, function: Callable[..., Any], comment: int | None = None) -> Response:
        """Do something with a thread, or with a comment in it, and show the thread."""
        self.allow(permissions.may_comment)
        thread = self.get_object()
        about = thread if comment is None else get_object_or_404(thread.comments, pk=comment)
        self.do(function, about)
        return self.shown(self.again())
