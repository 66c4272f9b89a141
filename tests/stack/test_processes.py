import os
import signal

import psutil

from stack import processes
from stack.processes import Footprint

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""


def test_footprint_leads_to_its_process():
    footprint = Footprint.of(os.getpid())

    assert footprint.process() == psutil.Process()
    assert Footprint.read(str(footprint)) == footprint


def test_footprint_of_an_earlier_process_does_not_lead_to_the_one_with_its_number():
    mine = Footprint.of(os.getpid())

    assert Footprint(mine.pid, mine.started - 60).process() is None


def test_footprint_of_an_ended_process_leads_nowhere(python):
    child = python("")
    footprint = Footprint.of(child.pid)
    child.wait()

    assert footprint.process() is None


def test_footprint_of_a_process_nobody_asked_about_leads_nowhere(python):
    child = python("input()")
    footprint = Footprint.of(child.pid)
    os.kill(child.pid, signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    assert psutil.Process(child.pid).status() == psutil.STATUS_ZOMBIE
    assert footprint.process() is None


def test_footprint_cut_short_is_none():
    assert Footprint.read("") is None
    assert Footprint.read("123") is None


def test_stop_ends_a_process_that_does_not_listen(python):
    child = python(STUBBORN)
    child.stdout.readline()

    processes.stop(Footprint.of(child.pid), by=signal.SIGTERM, patience=0.2)

    assert child.wait() == -signal.SIGKILL


def test_stop_leaves_the_process_that_got_the_number_alone(python):
    child = python("print('here', flush=True); input()")
    child.stdout.readline()
    earlier = Footprint(child.pid, Footprint.of(child.pid).started - 60)

    processes.stop(earlier, by=signal.SIGTERM)

    assert child.poll() is None
