from threading import Event

from assessment.preview.lanes import Lane

PATIENCE = 10


def test_requests_that_wait_are_served_together_and_one_that_comes_meanwhile_afterwards():
    done, began, go = [], Event(), Event()

    def work():
        began.set()
        go.wait(PATIENCE)
        done.append(1)

    lane = Lane("lane", work)
    lane.start()
    lane.request()
    assert began.wait(PATIENCE)
    began.clear()
    lane.request()
    lane.request()
    assert lane.busy
    go.set()
    assert began.wait(PATIENCE)
    lane.end()
    assert done == [1, 1]
    assert not lane.busy


def test_work_is_told_when_it_is_overtaken():
    cut, began = Event(), Event()

    def work():
        began.set()
        assert cut.wait(PATIENCE)

    lane = Lane("lane", work, overtaken=cut.set)
    lane.start()
    lane.request()
    assert began.wait(PATIENCE)
    assert not cut.is_set()
    lane.request()
    assert cut.wait(PATIENCE)
    lane.end()


def test_quiet_work_waits_for_the_last_request():
    begun = Event()
    lane = Lane("lane", begun.set, quiet=30)
    lane.start()
    lane.request()
    assert not begun.wait(0.05)
    assert lane.busy
    lane.end()
    assert not begun.is_set()


def test_what_is_behind_waits_until_the_more_urgent_is_done():
    order, go = [], Event()

    def urgent():
        go.wait(PATIENCE)
        order.append("urgent")

    done = Event()

    def later():
        order.append("later")
        done.set()

    first = Lane("first", urgent)
    second = Lane("second", later, behind=[first])
    first.request()
    second.request()
    second.start()
    first.start()
    assert not done.wait(0.2)
    go.set()
    assert done.wait(PATIENCE)
    first.end()
    second.end()
    assert order == ["urgent", "later"]
