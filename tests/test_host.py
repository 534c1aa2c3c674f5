"""Life on a host: limits from the environment, who is who, old runs cleared, and what docs/host.md promises."""

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib

import pytest
from conftest import REPOSITORY
from streamlit.config import get_config_options
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from nlp_models.datasets import limits
from nlp_models.errors import LimitReached, RunError, RunNotFound
from nlp_models.runs import bundles
from nlp_models.runs.limits import Limits
from nlp_models.runs.store import EXPIRED, RunStore
from nlp_models.sharing import archive
from pages.ui.frame import visitor as who

DOCS = (REPOSITORY / "docs" / "host.md").read_text("utf-8")
SOURCES = [REPOSITORY / "app.py", *(REPOSITORY / "pages").rglob("*.py"), *(REPOSITORY / "nlp_models").rglob("*.py")]
# what only some visitors' choices need, and what scikit-learn brings along
TRAVELLING = {"layers", "crf", "sentences", "texts"}  # files that lie beside load.py in a Keras download
OPTIONAL = {"torch", "jax", "kiwipiepy", "scipy"}
PACKAGES = {"sklearn": "scikit-learn", "PIL": "pillow", "yaml": "pyyaml"}

WEB_SERVER = """
import sys, time
from nlp_models.runners import local
from nlp_models.runs.store import RunStore
local.command = lambda run: [sys.executable, "-c", sys.argv[2], run.id]
local.Local().submit(RunStore.default().open(sys.argv[1]))
time.sleep(60)
"""
TRAINING = """
import sys, time
from nlp_models.runs.store import RunStore
run = RunStore.default().open(sys.argv[1])
with run.hold_lock():
    run.update_status(state="running")
    while not run.stop_requested:
        time.sleep(0.02)
    run.update_status(state="done")
"""


# limits


def test_the_environment_sets_every_limit(monkeypatch):
    for number, variable in enumerate(("MAX_RUNS", "MAX_WAITING", "KEEP_DAYS", "FREE_DISK_MB", "MAX_MINUTES"), 5):
        monkeypatch.setenv(f"UNROLLED_{variable}", str(number))
    assert Limits() == Limits(runs_per_owner=5, waiting_per_owner=6, keep_days=7, free_disk_mb=8, max_minutes=9)


def test_an_empty_variable_is_an_unset_one(monkeypatch):
    monkeypatch.setenv("UNROLLED_MAX_RUNS", " ")
    assert Limits().runs_per_owner == 50


@pytest.mark.parametrize("text", ["many", "-1", "2.5", "0", "1e3"])
def test_a_limit_that_is_no_number_is_told_by_name(monkeypatch, text):
    monkeypatch.setenv("UNROLLED_KEEP_DAYS", text)
    with pytest.raises(
        RunError, match=f'UNROLLED_KEEP_DAYS of this host must be a whole number from 1 on, not "{text}"'
    ):
        Limits()


def test_a_training_longer_than_the_host_allows_is_refused_and_nothing_is_written(
    store, tiny_dataset, tiny_recipe, monkeypatch
):
    monkeypatch.setenv("UNROLLED_MAX_MINUTES", "5")
    store = RunStore.default()
    with pytest.raises(LimitReached, match="may take 5 minutes here, this one asks for 15"):
        store.create("sentiment", tiny_recipe.changed(minutes=15), tiny_dataset, owner="ann")
    assert store.list("ann") == []
    assert store.create("sentiment", tiny_recipe.changed(minutes=5), tiny_dataset, owner="ann")


def test_the_page_tells_the_refusal_in_one_sentence(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setenv("UNROLLED_FREE_DISK_MB", str(10**9))
    test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
    test.switch_page("pages/sentiment.py")
    test.query_params.update({"lang": "en", "step": "train"})
    test.run()
    next(button for button in test.button if button.label == "Start training").click().run()
    assert not test.exception
    assert [error.value for error in test.error if "1000000000 MB are needed" in error.value]


# old runs


def old_run(store, tiny_dataset, tiny_recipe):
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="ann")
    run.update_status(state="done")
    long_ago = {**vars(run.status), "updated": time.time() - 31 * 86400}
    run.write_json("status.json", long_ago)
    (run.folder / EXPIRED).write_text(str(time.time() - 90_000))  # a sweep of yesterday found it too old
    return run


def test_old_runs_go_while_somebody_looks_and_at_most_once_an_hour(store, tiny_dataset, tiny_recipe, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    who.clear_old_runs.clear()
    run = old_run(store, tiny_dataset, tiny_recipe)
    AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60).run()
    assert not run.folder.exists()
    second = old_run(store, tiny_dataset, tiny_recipe)
    AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60).run()
    assert second.folder.exists()
    who.clear_old_runs.clear()


def test_a_run_that_another_process_sweeps_at_the_same_time_does_no_harm(store, tiny_dataset, tiny_recipe, monkeypatch):
    run, other = (old_run(store, tiny_dataset, tiny_recipe) for _ in range(2))
    delete = RunStore.delete

    def raced(self, run):
        delete(self, run)  # the other process
        delete(self, run)

    monkeypatch.setattr(RunStore, "delete", raced)
    assert store.sweep() == []
    assert not run.folder.exists() and not other.folder.exists()
    with pytest.raises(RunNotFound):
        delete(store, run)


# who is who


def visitor_of(user, monkeypatch, **environment):
    monkeypatch.delenv("UNROLLED_VISITORS", raising=False)
    monkeypatch.setattr(ContextProxy, "cookies", {})
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    test = AppTest.from_string("import streamlit as st\nfrom pages.ui.frame.visitor import visitor\nst.text(visitor())")
    test.user = user
    test.run()
    assert not test.exception
    return test.text[0].value


def person(issuer="https://id.example.org", subject="42", **claims):
    return {"is_logged_in": True, "iss": issuer, "sub": subject} | claims


def test_somebody_signed_in_is_the_same_visitor_in_every_browser(monkeypatch):
    assert visitor_of(person(email="ann@example.org"), monkeypatch) == visitor_of(person(email="new@x"), monkeypatch)


def test_the_same_number_at_another_provider_is_somebody_else(monkeypatch):
    assert visitor_of(person(), monkeypatch) != visitor_of(person(issuer="https://other.example.org"), monkeypatch)


@pytest.mark.parametrize("user", [{}, {"is_logged_in": False}])
def test_whoever_is_not_signed_in_is_known_by_browser(monkeypatch, user):
    first, second = visitor_of(user, monkeypatch), visitor_of(user, monkeypatch)
    assert who.IDENTITY.fullmatch(first) and first != second


def test_on_ones_own_computer_signing_in_changes_nothing(monkeypatch):
    assert visitor_of(person(), monkeypatch, UNROLLED_VISITORS="one") == "local"


@pytest.mark.parametrize(
    ("user", "labels"),
    [({}, []), ({"is_logged_in": False}, ["Sign in"]), (person(name="Ann"), ["Sign out Ann"])],
)
def test_the_button_appears_only_where_signing_in_is_set_up(monkeypatch, user, labels):
    monkeypatch.delenv("UNROLLED_VISITORS", raising=False)
    test = AppTest.from_string("from pages.ui.frame.visitor import sign_in\nsign_in()")
    test.user = user
    assert [button.label for button in test.run().button] == labels


# processes


def terminated(server):
    """What `systemctl restart` does with KillMode=process: to it alone."""
    server.send_signal(signal.SIGTERM)


def killed_with_its_group(server):
    os.killpg(server.pid, signal.SIGKILL)


@pytest.mark.parametrize("ended", [terminated, killed_with_its_group])
def test_a_training_outlives_the_web_server_that_started_it(store, tiny_dataset, tiny_recipe, ended):
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="ann")
    command = [sys.executable, "-c", WEB_SERVER, run.id, TRAINING]
    server = subprocess.Popen(command, cwd=REPOSITORY, start_new_session=True)
    try:
        assert eventually(lambda: run.status.state == "running")
    finally:
        ended(server)
        server.wait(10)
    try:
        time.sleep(0.3)
        assert not run.lock_is_free() and run.status.state == "running"
    finally:
        run.request_stop()
    assert eventually(lambda: run.status.state == "done")


def eventually(true, seconds=20):
    until = time.time() + seconds
    while not true() and time.time() < until:
        time.sleep(0.02)
    return true()


# what is written


def test_the_guide_and_the_sources_name_the_same_settings():
    known = set().union(*(re.findall(r"UNROLLED_[A-Z_]+", file.read_text("utf-8")) for file in SOURCES))
    assert set(re.findall(r"`(UNROLLED_[A-Z_]+)`", DOCS)) == known


def test_the_guide_names_the_defaults(monkeypatch):
    for field in Limits.__dataclass_fields__.values():
        monkeypatch.delenv(field.metadata["variable"], raising=False)
        row = next(line for line in DOCS.splitlines() if line.startswith(f"| `{field.metadata['variable']}`"))
        assert row.split("|")[2].strip() == str(field.default_factory())


def test_streamlit_knows_every_setting_of_ours_and_the_safe_ones_are_on():
    known = get_config_options()  # `streamlit config show` leaves some out
    ours = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text("utf-8"))
    for section in ("server", "browser", "client"):
        for name in ours[section]:
            assert f"{section}.{name}" in known
    server = ours["server"]
    assert server["enableCORS"] and server["enableXsrfProtection"] and server["headless"]
    assert (server["maxUploadSize"], server["fileWatcherType"]) == (limits.BROUGHT_MEGABYTES, "none")
    assert ours["client"]["showErrorDetails"] == "none" and ours["browser"]["gatherUsageStats"] is False


def test_what_can_be_downloaded_can_be_brought_back():
    largest = max(archive.TOTAL_LIMIT, bundles.TOTAL_LIMIT)
    assert largest <= limits.BROUGHT_MEGABYTES * 2**20


def test_nginx_lets_through_what_streamlit_accepts():
    allowed = re.search(r"client_max_body_size (\d+)m;", (REPOSITORY / "docs/unrolled.nginx.conf").read_text())
    ours = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text("utf-8"))
    assert int(allowed[1]) > ours["server"]["maxUploadSize"]


def test_systemd_understands_the_unit(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    unit = (REPOSITORY / "docs" / "unrolled.service").read_text()
    assert "KillMode=process" in unit
    unit = unit.replace("/srv/unrolled/.venv/bin/python", sys.executable).replace("User=unrolled", "User=root")
    (tmp_path / "unrolled.service").write_text(unit)
    told = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "unrolled.service"],
        capture_output=True,
        text=True,
        env=os.environ | {"SYSTEMD_LOG_LEVEL": "warning"},
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_a_fresh_clone_needs_requirements_txt_only():
    named = re.findall(r"^[\w-]+", (REPOSITORY / "requirements.txt").read_text(), re.MULTILINE)
    imported = set()
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.split(".")[0])
    foreign = imported - sys.stdlib_module_names - {"nlp_models", "pages", *TRAVELLING} - OPTIONAL
    assert {PACKAGES.get(name, name) for name in foreign} <= set(named)
    assert not (REPOSITORY / "packages.txt").exists()


def test_the_readme_names_every_page_step_and_command():
    from pages.ui.story.use_case import STEPS, step_label

    readme = (REPOSITORY / "README.md").read_text("utf-8")
    titles = re.findall(r'st\.Page\(.*?title=t\("([^"]+)"\)', (REPOSITORY / "app.py").read_text("utf-8"))
    steps = [step_label(step).partition(": ")[2] for step in STEPS]
    asked = [sys.executable, "-m", "nlp_models", "--help"]
    helped = subprocess.run(asked, capture_output=True, text=True, cwd=REPOSITORY, check=True).stdout
    commands = re.findall(r"^    ([a-z]+) ", helped, re.MULTILINE)
    assert titles and len(commands) > 5
    missing = [f"| {title} |" for title in titles if f"| {title} |" not in readme]
    missing += [step for step in steps if f"**{step}**" not in readme]
    missing += [command for command in commands if not re.search(rf"nlp_models .*\b{command}\b", readme)]
    assert missing == []


def test_every_file_that_readme_and_guide_link_to_is_here():
    for name in ("README.md", "README.ko.md", "docs/host.md", "docs/accessibility.md"):
        page = REPOSITORY / name
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), target
