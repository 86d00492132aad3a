"""The portal as a process (门户进程): started by ``up`` or by the service manager."""

import argparse
import logging
from urllib.parse import urlsplit

import uvicorn

from portal.premises import opened, read_settings
from portal.web.running.app import HOST, create_app


def main() -> None:
    """Serve the pages until SIGTERM."""
    parser = argparse.ArgumentParser(prog="portal.web.running.serving")
    parser.add_argument("--known-as", action="append", default=[])
    given = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=logging.INFO)
    settings = read_settings()
    known_as = [*given.known_as, urlsplit(settings.base_url).netloc]
    with opened(settings) as premises:
        uvicorn.run(
            create_app(premises, known_as=filter(None, known_as)),
            host=HOST,
            port=settings.portal_port,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=5,
        )


if __name__ == "__main__":
    main()
