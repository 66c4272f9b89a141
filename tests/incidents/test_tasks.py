"""Tasks and suggested steps: who has which, and what two people at once leave behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.describing import change_undo_path, describe_incident
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import join_incident
from incidents.domain.tasks import (
    add_task,
    finish_task,
    hand_on_task,
    take_step,
    take_task,
    untick_task,
)
from incidents.models import Task, UndoPath
from incidents.queries.room import find_with_extras, read_room
from incidents.steps import STEPS
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def samira(incident):
    samira = UserFactory(display_name="Samira Rahimi")
    join_incident(incident, by=samira)
    return samira


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, undo_path=UndoPath.ROLL_BACK)


@pytest.fixture
def task(incident, nia):
    return add_task(incident, by=nia, text="Ring the on-call of payments")


def lines(incident):
    return list(incident.timeline.filter(kind="task").oldest_first().values_list("text", flat=True))


def to_do(incident, reader):
    return read_room(find_with_extras(incident.pk, reader=reader), reader=reader).to_do


def suggested(incident, reader):
    return [step.key for step in to_do(incident, reader).steps]


class TestTasks:
    def test_a_task_is_added_without_a_word_on_the_timeline(self, incident, nia, samira):
        task = add_task(incident, by=nia, text="Count the rows", assignee=samira)

        assert (task.text, task.assignee, task.added_by) == ("Count the rows", samira, nia)
        assert to_do(incident, nia).waiting == [task]
        assert lines(incident) == []

    def test_a_form_sent_twice_is_one_task(self, incident, nia, samira):
        once = add_task(incident, by=nia, text="Count the rows")

        assert add_task(incident, by=nia, text="Count the rows") == once
        assert add_task(incident, by=samira, text="Count the rows") != once
        finish_task(once, by=nia)
        assert add_task(incident, by=nia, text="Count the rows") != once

    def test_the_same_words_a_minute_later_are_another_task(self, incident, nia):
        at = timezone.now()
        once = add_task(incident, by=nia, text="Count the rows", at=at)

        again = add_task(incident, by=nia, text="Count the rows", at=at + timedelta(seconds=61))

        assert again != once

    def test_only_whoever_is_here_and_may_write_is_given_one(self, incident, nia):
        reader = UserFactory(role=Role.READER)
        join_incident(incident, by=reader)

        for somebody in (UserFactory(), reader):
            with pytest.raises(DomainError) as refused:
                add_task(incident, by=nia, text="Count the rows", assignee=somebody)
            assert list(refused.value.message_dict) == ["assignee"]
        assert not incident.tasks.exists()

    def test_whoever_takes_a_task_is_here(self, incident, task):
        ines = UserFactory()

        assert take_task(task, by=ines).assignee == ines
        assert take_task(task, by=ines).assignee == ines
        assert incident.participations.filter(user=ines).count() == 1

    def test_taking_what_somebody_took_a_moment_ago_says_so(self, task, nia, samira):
        take_task(task, by=samira)

        with pytest.raises(DomainError, match="Samira Rahimi took this a moment ago"):
            take_task(task, by=nia)

        task.refresh_from_db()
        assert task.assignee == samira

    def test_two_who_take_it_at_once_leave_it_with_one(self, race):
        nia, ines = UserFactory(), UserFactory()
        incident = IncidentFactory(by=nia)
        task = add_task(incident, by=nia, text="Count the rows")

        outcomes = race(2, [lambda: take_task(task, by=nia), lambda: take_task(task, by=ines)])

        assert sorted(outcomes) == ["DomainError", "ok"]
        task.refresh_from_db()
        assert task.assignee == (nia if outcomes[0] == "ok" else ines)

    def test_a_task_is_handed_on_and_put_back(self, task, nia, samira):
        assert hand_on_task(task, by=nia, to=samira).assignee == samira
        assert hand_on_task(task, by=nia, to=None).assignee is None

        with pytest.raises(DomainError, match="is not here"):
            hand_on_task(task, by=nia, to=UserFactory())

    def test_two_who_hand_it_on_at_once_leave_it_with_one(self, race):
        nia, ines = UserFactory(), UserFactory()
        incident = IncidentFactory(by=nia)
        join_incident(incident, by=ines)
        task = add_task(incident, by=nia, text="Count the rows")

        outcomes = race(
            2,
            [
                lambda: hand_on_task(task, by=nia, to=ines),
                lambda: hand_on_task(task, by=ines, to=nia),
            ],
        )

        assert outcomes == ["ok", "ok"]
        task.refresh_from_db()
        assert task.assignee in (nia, ines)

    def test_what_is_done_is_neither_taken_nor_handed_on(self, task, nia, samira):
        finish_task(task, by=nia)

        with pytest.raises(DomainError, match="done already"):
            take_task(task, by=samira)
        with pytest.raises(DomainError, match="done already"):
            hand_on_task(task, by=nia, to=samira)

    def test_done_is_one_line_however_often_it_is_said(self, incident, task, nia, samira):
        finish_task(task, by=samira)
        finish_task(task, by=nia)

        task.refresh_from_db()
        assert task.is_done
        assert task.done_by == samira
        assert to_do(incident, nia).done == [task]
        assert lines(incident) == ["Done: Ring the on-call of payments"]

    def test_two_who_tick_it_at_once_leave_one_line(self, race):
        nia, ines = UserFactory(), UserFactory()
        incident = IncidentFactory(by=nia)
        task = add_task(incident, by=nia, text="Count the rows")

        outcomes = race(2, [lambda: finish_task(task, by=nia), lambda: finish_task(task, by=ines)])

        assert outcomes == ["ok", "ok"]
        assert lines(incident) == ["Done: Count the rows"]

    def test_ticking_and_taking_at_once_leave_it_done(self, race):
        nia, ines = UserFactory(), UserFactory()
        incident = IncidentFactory(by=nia)
        task = add_task(incident, by=nia, text="Count the rows")

        outcomes = race(2, [lambda: finish_task(task, by=nia), lambda: take_task(task, by=ines)])

        task.refresh_from_db()
        assert task.is_done
        assert outcomes[0] == "ok"
        assert (task.assignee == ines) == (outcomes[1] == "ok")

    def test_not_done_after_all_says_so(self, incident, task, nia):
        finish_task(task, by=nia)
        untick_task(task, by=nia)
        untick_task(task, by=nia)

        task.refresh_from_db()
        assert not task.is_done
        assert task.done_by is None
        assert lines(incident)[1:] == ["Not done after all: Ring the on-call of payments"]

    def test_what_is_over_is_read_only(self, incident, task, nia):
        done = finish_task(add_task(incident, by=nia, text="Say so"), by=nia)
        resolve_incident(incident, by=nia, summary="")

        for refused in (
            lambda: add_task(incident, by=nia, text="One more"),
            lambda: take_task(task, by=nia),
            lambda: hand_on_task(task, by=nia, to=None),
            lambda: finish_task(task, by=nia),
            lambda: untick_task(done, by=nia),
            lambda: take_step(incident, by=nia, path="roll_back", key="look"),
        ):
            with pytest.raises(DomainError, match="is over"):
                refused()
        assert (to_do(incident, nia).waiting, to_do(incident, nia).steps) == ([task], [])


class TestSteps:
    def test_every_path_suggests_three_to_six_steps(self):
        assert set(STEPS) == set(UndoPath.values)
        for path, steps in STEPS.items():
            assert 3 <= len(steps) <= 6
            keys = [step.key for step in steps]
            assert len(set(keys)) == len(keys)
            assert all(len(f"step:{path}:{key}") <= 80 for key in keys)
            assert all(len(str(step.title)) <= 60 for step in steps)

    def test_data_that_was_written_leads_to_its_repair(self):
        leading = {path for path, steps in STEPS.items() if any(step.leads_to for step in steps)}

        assert leading == {UndoPath.ROLL_BACK_AND_REPAIR}

    def test_the_way_to_the_repair_stays_when_the_step_is_a_task(self, incident, nia):
        change_undo_path(incident, by=nia, undo_path=UndoPath.ROLL_BACK_AND_REPAIR)
        take_step(incident, by=nia, path="roll_back_and_repair", key="repair")
        add_task(incident, by=nia, text="Count the rows")

        step, other = to_do(incident, nia).waiting

        assert (step.leads_to, other.leads_to) == ("incidents:begin_repair", "")

    def test_a_step_that_is_taken_is_a_task_and_no_longer_suggested(self, incident):
        ines = UserFactory()

        task = take_step(incident, by=ines, path="roll_back", key="look")

        assert (task.text, task.assignee) == ("Look whether it got better", ines)
        assert task.suggestion == "step:roll_back:look"
        assert "look" not in suggested(incident, ines)
        assert incident.participations.filter(user=ines).exists()

    def test_taking_it_again_is_nothing_new_and_for_another_too_late(self, incident, nia, samira):
        task = take_step(incident, by=samira, path="roll_back", key="look")

        assert take_step(incident, by=samira, path="roll_back", key="look") == task
        with pytest.raises(DomainError, match="Samira Rahimi took this a moment ago"):
            take_step(incident, by=nia, path="roll_back", key="look")
        assert Task.objects.count() == 1

    def test_two_who_take_a_step_at_once_leave_it_with_one(self, race):
        nia, ines = UserFactory(), UserFactory()
        incident = IncidentFactory(by=nia, undo_path=UndoPath.ROLL_BACK)

        outcomes = race(
            2,
            [
                lambda: take_step(incident, by=nia, path="roll_back", key="look"),
                lambda: take_step(incident, by=ines, path="roll_back", key="look"),
            ],
        )

        assert sorted(outcomes) == ["DomainError", "ok"]
        assert incident.tasks.get().assignee == (nia if outcomes[0] == "ok" else ines)

    def test_another_path_suggests_other_steps_and_leaves_what_was_taken(self, incident, nia):
        task = take_step(incident, by=nia, path="roll_back", key="look")

        incident = change_undo_path(incident, by=nia, undo_path=UndoPath.FIX_FORWARD)

        assert suggested(incident, nia) == [step.key for step in STEPS["fix_forward"]]
        assert to_do(incident, nia).waiting == [task]
        change_undo_path(incident, by=nia, undo_path=UndoPath.ROLL_BACK)
        assert "look" not in suggested(incident, nia)

    @pytest.mark.parametrize(("path", "key"), [("fix_forward", "see"), ("roll_back", "nothing")])
    def test_a_step_of_another_path_is_refused(self, incident, nia, path, key):
        with pytest.raises(DomainError, match="The undo path was changed"):
            take_step(incident, by=nia, path=path, key=key)


class TestUndoPath:
    def test_changing_it_says_what_it_was_and_that_the_steps_follow(self, incident, nia):
        change_undo_path(incident, by=nia, undo_path=UndoPath.IRREVERSIBLE)
        change_undo_path(incident, by=nia, undo_path=UndoPath.IRREVERSIBLE)

        incident.refresh_from_db()
        assert incident.undo_path == UndoPath.IRREVERSIBLE
        assert list(incident.timeline.filter(kind="status").values_list("text", flat=True)) == [
            "To undo it: cannot be taken back (before: roll it back). "
            "The suggested steps have changed."
        ]

    def test_the_details_page_says_it_in_the_same_words(self, incident, nia):
        describe_incident(
            incident, by=nia, title=incident.title, undo_path=UndoPath.UNKNOWN, services=[]
        )

        assert incident.timeline.newest_first().first().text == (
            "To undo it: not sure yet (before: roll it back). The suggested steps have changed."
        )

    def test_what_is_over_suggests_nothing_so_no_steps_have_changed(self, nia):
        over = IncidentFactory(by=nia, is_over=True)

        change_undo_path(over, by=nia, undo_path=UndoPath.ROLL_BACK)

        assert over.timeline.newest_first().first().text == (
            "To undo it: roll it back (before: not sure yet)."
        )


class TestPages:
    def post(self, client, incident, verb, **typed):
        return client.post(f"{incident.get_absolute_url()}{verb}/", typed)

    def test_a_refused_task_is_shown_again_beside_its_field(self, client_of, incident, nia):
        for typed, sentence in (
            ({"text": ""}, "A few words are enough."),
            ({"text": "x" * 301}, "and 300 fit"),
            ({"text": "Count\x07"}, "cannot be shown"),
            ({"text": "Count the rows", "assignee": UserFactory().pk}, "from the list"),
        ):
            answer = self.post(client_of(nia), incident, "tasks", **typed)
            html = answer.content.decode()
            assert answer.status_code == 422
            assert sentence in html
            assert '<details class="disclosure" id="add-task" open>' in html
        assert not incident.tasks.exists()

    def test_too_late_is_said_in_the_room(self, client_of, incident, task, nia, samira):
        take_task(task, by=samira)

        answer = self.post(client_of(nia), incident, f"tasks/{task.pk}/take")

        assert answer.status_code == 422
        assert "Samira Rahimi took this a moment ago" in answer.content.decode()

    def test_what_was_typed_when_it_was_resolved_is_answered(self, client_of, incident, task, nia):
        resolve_incident(incident, by=nia, summary="")

        for verb, typed in (
            ("tasks", {"text": "Count the rows"}),
            (f"tasks/{task.pk}/done", {}),
            ("steps", {"path": "roll_back", "key": "look"}),
        ):
            answer = self.post(client_of(nia), incident, verb, **typed)
            assert answer.status_code == 422
            assert "This incident is over" in answer.content.decode()

    def test_a_task_is_pressed_in_its_own_room_only(self, client_of, task, nia):
        other = IncidentFactory(by=nia)

        for verb in ("take", "hand-on", "done", "not-done"):
            answer = self.post(client_of(nia), other, f"tasks/{task.pk}/{verb}")
            assert answer.status_code == 404

    def test_readers_see_tasks_and_press_nothing(self, client_of, incident, task):
        client = client_of(UserFactory(role=Role.READER))
        html = client.get(incident.get_absolute_url()).content.decode()
        assert task.text in html
        assert "/tasks/" not in html
        assert "/steps/" not in html
        assert "Roll back what changed last" in html

        for verb in ("tasks", f"tasks/{task.pk}/done", "steps", "undo-path"):
            answer = self.post(client, incident, verb, text="Mine", path="roll_back", key="look")
            assert answer.status_code == 403
        task.refresh_from_db()
        assert not task.is_done

    def test_what_is_over_shows_tasks_without_buttons(self, client_of, incident, task, nia):
        finish_task(task, by=nia)
        resolve_incident(incident, by=nia, summary="")

        html = client_of(nia).get(incident.get_absolute_url()).content.decode()

        assert "Done by Nia Kamau" in html
        assert "/tasks/" not in html
        assert "/undo-path/" not in html
