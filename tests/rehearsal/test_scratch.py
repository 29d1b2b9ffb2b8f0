from __future__ import annotations
import time
from datetime import datetime, UTC
from pathlib import Path
import pytest
from tests.casework.worlds import as_worker
from homeward.rehearsal.loading import load
from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.episodes.queries import reports_by_ref, get_episode
from homeward.protocol.models import Duty
from homeward.rehearsal.loading import six_cases
from homeward.rehearsal.week import this_week
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

def test_it(tmp_path: Path, monkeypatch) -> None:
    import homeward.casework.report_missing as rm
    A=rm.Answers
    monkeypatch.setattr(rm,'Answers',lambda **k: A(**{n:v for n,v in k.items() if n!='immediate_concern'}))
    with as_worker():
        t=time.time()
        import cProfile,pstats,os
        pr=cProfile.Profile()
        if os.environ.get('PROF'): pr.enable()
        got = load(NOW, tmp_path)
        if os.environ.get('PROF'):
            pr.disable(); pstats.Stats(pr).sort_stats('cumulative').print_stats(70); return
        print(got, time.time()-t)
        with scoped(SYSTEM_VIEWER):
            for s in six_cases(NOW)+this_week(NOW):
                f = reports_by_ref(SYSTEM_VIEWER,[s.ref]).get(s.ref)
                if f is None:
                    print(s.ref, s.child.forename, "NOT PLACED"); continue
                e = get_episode(SYSTEM_VIEWER, f[1].episode_id) if f[1].episode_id else None
                if e is None:
                    print(s.ref, s.child.forename, "no episode", f[1].status); continue
                print(s.ref, s.child.forename, e.state, e.grade, e.police_grade, e.started_at, e.returned_at, e.differing, e.differs_minutes, e.setting, e.place)
                for d in Duty.objects.filter(episode_id=e.id, superseded_at=None).exclude(outcome="MET").order_by("due_at"):
                    print("    ", d.duty, d.start_at, d.due_at, d.outcome, d.decided_at, d.team_id, "OVERDUE" if d.outcome is None and d.due_at<NOW else "")
