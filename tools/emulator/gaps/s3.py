"""S3."""

from moto.iam.access_control import PermissionResult
from moto.s3.exceptions import AccessDeniedByLock
from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, S3Backend


def close():
    leave_bucket_policies_to_the_judge()
    delete_versions_where_versioning_is_suspended()


def leave_bucket_policies_to_the_judge():
    """Gap: bucket policies are evaluated without their conditions, even with enforcement off.

    Effect: a policy that denies plain HTTP blocks every object call, Terraform's state too (403).
    """
    FakeBucket.get_permission = lambda self, action, resource: PermissionResult.NEUTRAL


def delete_versions_where_versioning_is_suspended():
    """Gap: where versioning is suspended, deleting one version empties all of the key, and fails (500) at a marker.

    Effect: Terraform suspends versioning before it empties a bucket, so force_destroy hangs for minutes, and versions
    that should survive read as empty.
    """
    delete = S3Backend.delete_object

    def delete_object(self, bucket_name, key_name, version_id=None, bypass=False):
        bucket = self.get_bucket(bucket_name)
        if version_id is None or bucket.versioning_status != "Suspended":
            return delete(self, bucket_name, key_name, version_id=version_id, bypass=bypass)
        versions = bucket.keys.getlist(key_name, [])
        chosen = [version for version in versions if str(version.version_id) == version_id]
        if any(isinstance(version, FakeKey) and version.is_locked(governance_bypass=bypass) for version in chosen):
            raise AccessDeniedByLock
        kept = [version for version in versions if version not in chosen]
        bucket.keys.setlist(key_name, kept)
        if not kept:
            dict.pop(bucket.keys, key_name, None)
        return True, {"version-id": version_id}

    S3Backend.delete_object = delete_object
    FakeDeleteMarker.dispose = lambda self: None
