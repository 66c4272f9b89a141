# One image for the web, the worker, the scheduler and the migrations; docker-compose.yml says
# which of them a container is.

FROM python:3.13-slim AS build
COPY requirements.lock .
# Wheels only, each with the hash the lock file knows: nothing is compiled, nothing is unexpected.
RUN --mount=type=cache,target=/root/.cache/pip \
    python -m venv /opt/venv && \
    /opt/venv/bin/pip install --require-hashes --only-binary :all: -r requirements.lock && \
    /opt/venv/bin/pip uninstall --yes pip && \
    /opt/venv/bin/python -m compileall -q /opt/venv

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    STATIC_ROOT=/srv/static \
    DATA_DIR=/tmp
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent goldseam && \
    install --directory --owner goldseam --group goldseam /srv/files
COPY --from=build /opt/venv /opt/venv
WORKDIR /srv/goldseam
COPY . .
RUN SECRET_KEY=used-only-while-building python manage.py collectstatic --noinput --verbosity 0 && \
    python -m compileall -q .
USER 10001:10001
EXPOSE 8000
CMD ["uvicorn", "config.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--loop", "uvloop", "--http", "config.patience:Patient", "--no-access-log", "--no-server-header", \
     "--timeout-graceful-shutdown", "10"]
