"""S3."""

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket


def close():
    leave_bucket_policies_to_the_judge()


def leave_bucket_policies_to_the_judge():
    """Gap: bucket policies are evaluated without their conditions, even with enforcement off.

    Effect: a policy that denies plain HTTP blocks every object call, Terraform's state too (403).
    """
    FakeBucket.get_permission = lambda self, action, resource: PermissionResult.NEUTRAL
