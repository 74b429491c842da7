"""What exists in the emulator now, of every service, account and region.

Read from moto's live state: its own /moto-api/data.json lists every object ever made, those long deleted too.
What a backend holds the moment it is made (default VPC, AWS managed policies, public images) is left out.
"""

import threading

from moto.core.base_backend import AccountSpecificBackend, BackendDict, BaseBackend, backend_lock
from moto.core.common_models import BaseModel, CloudFormationModel

# What AWS goes on showing for a while after it was deleted.
GONE = {"deleted", "terminated", "inactive", "pendingdeletion", "cancelled"}

_baseline = {}


def leave_out_what_backends_start_with():
    """Marks what a backend holds when it is made. Must run before the first backend is."""
    look_up = AccountSpecificBackend.__getitem__

    def __getitem__(self, region_name):
        with backend_lock:
            known = {id(backend) for backend in self.values()}
            backend = look_up(self, region_name)
            if id(backend) not in known:
                # The objects themselves are kept: an id is only unique among objects that live.
                _baseline.update((id(found), found) for _, found in resources_of(backend))
        return backend

    AccountSpecificBackend.__getitem__ = __getitem__


def take():
    """A list of {service, type, id, account, region}, sorted."""
    found = []
    for backends in {id(each): each for each in list(BackendDict._instances)}.values():
        for account, region, backend in list(backends.iter_backends()):
            for name, resource in resources_of(backend):
                if id(resource) not in _baseline and not of_aws(resource, name) and not gone(resource):
                    found.append(
                        {
                            "service": backends.service_name,
                            "type": type_of(resource, backends.service_name),
                            "id": identifier(resource, name),
                            "account": account,
                            "region": region,
                        }
                    )
    return sorted(found, key=lambda entry: (entry["type"], entry["id"]))


def resources_of(backend):
    """(name, object) of each resource a backend holds, in the words of whatever index it stands in."""
    seen = set()

    def walk(value, name, helper):
        if isinstance(value, dict):
            for key, each in list(value.items()):
                yield from walk(each, str(key), False)
        elif isinstance(value, (list, tuple, set, frozenset)):
            for each in list(value):
                yield from walk(each, name, False)
        elif id(value) in seen or isinstance(value, (type, BaseBackend)):
            return
        elif type(value).__name__ == "Reservation":  # moto's wrapper around the instances of one call
            yield from walk(value.instances, name, False)
        elif isinstance(value, BaseModel) or (is_moto(value) and not helper):
            seen.add(id(value))
            yield name, value
            if id(value) in _baseline:
                yield from inside(value)
        elif is_moto(value):
            for attribute, each in list(vars(value).items()):
                yield from walk(each, attribute, False)

    def inside(value):
        """What was put into something that was there from the start, such as a rule on the default event bus."""
        for each in list(vars(value).values()):
            if isinstance(each, dict):
                for key, held in list(each.items()):
                    if isinstance(held, CloudFormationModel):
                        yield from walk(held, str(key), False)

    for attribute, value in list(vars(backend).items()):
        yield from walk(value, attribute, True)


def is_moto(value):
    module = type(value).__module__.split(".")
    return module[0] == "moto" and len(module) > 2 and module[2] == "models" and hasattr(value, "__dict__")


def of_aws(resource, name):
    """What AWS makes for itself at first use: public parameters, keys such as alias/aws/ebs, sessions of a role."""
    aliases = getattr(resource, "aliases", None) or ()
    managed_key = any(str(alias).startswith("alias/aws/") for alias in aliases)
    return name.startswith("/aws/service/") or managed_key or type(resource).__module__.startswith("moto.sts.")


def gone(resource):
    for attribute in ("state", "status", "_state", "_status", "key_state"):
        state = getattr(resource, attribute, None)
        if str(getattr(state, "name", state)).replace("_", "").lower() in GONE:
            return True
    return getattr(resource, "deleted_date", None) is not None


def type_of(resource, service):
    """CloudFormation's name where moto knows it (AWS::Batch::JobQueue), else the service and moto's own word."""
    try:
        named = type(resource).cloudformation_type()
    except (AttributeError, NotImplementedError, TypeError):
        named = None
    return named or f"{service}::{type(resource).__name__.removeprefix('Fake')}"


def identifier(resource, name):
    for attribute in ("arn", "id"):
        value = getattr(resource, attribute, None)
        if isinstance(value, str) and value:
            return value
    return name
