"""`replylint keys add|list|revoke`: who may ask the server."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from replylint import keys
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.schema import nearest
from replylint.settings import Serving, tenant_files

_TOLD = ("name", "tenant", "made", "role", "agent")


def run(options: argparse.Namespace) -> int:
    """Make a key and print it, list what is known of the keys, or take one away."""
    server = given_options.chosen_settings(options).server
    file = Path(server.keys) if server.keys else keys.home()
    if options.verb == "add":
        _known(options.tenant, server)
        if (options.role == "agent") != (options.agent is not None):
            raise InputError("keys: --role agent and --agent NAME go together: whose scores the key shows")
        now = datetime.now(UTC).replace(microsecond=0)
        print(keys.add(file, options.name, options.tenant, now, options.role, options.agent))
        print(f"kept as a hash in {file}; this is the only time that the key is shown", file=sys.stderr)
    elif options.verb == "revoke":
        print(f"{keys.revoke(file, options.name).name} revoked")
    else:
        _list(keys.read(file), options.format)
    return 0


def _known(tenant: str, server: Serving) -> None:
    known = tenant_files(server)
    if tenant and tenant not in known:
        place = server.tenants or 'none is set: tenants = "FOLDER" under [server]'
        raise InputError(f"keys: no settings of a tenant {tenant!r:.60} ({place}){nearest(tenant, known)}")


def _list(kept: keys.Keys, form: str) -> None:
    told = [{name: getattr(key, name) for name in _TOLD} | {"made": key.made.isoformat()} for key in kept.keys]
    if form == "json":
        print(json.dumps(told, indent=2))
        return
    width = max((len(key["name"]) for key in told), default=0)
    for key in told:
        role = "" if key["role"] == "program" else " ".join(filter(None, (key["role"], key["agent"])))
        print("  ".join((f"{key['name']:{width}}", *filter(None, (key["made"], key["tenant"], role)))))
