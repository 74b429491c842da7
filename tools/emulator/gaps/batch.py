"""AWS Batch."""

import json

from moto.batch.exceptions import ClientException
from moto.batch.models import BatchBackend, JobQueue
from moto.batch.responses import BatchResponse
from moto.iam.exceptions import NotFoundException
from moto.iam.models import IAMBackend

LINKED_ROLE = "role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"
TEMPLATE_NAMES = ("launchTemplateId", "launchTemplateName")


def close():
    store_updates_of_environments()
    store_time_limits_of_queues()
    allow_environments_without_service_role()
    keep_environments_that_queues_use()


def store_updates_of_environments():
    """Gap: UpdateComputeEnvironment drops computeResources and updatePolicy. Effect: a diff at every plan."""
    update, describe = BatchResponse.updatecomputeenvironment, BatchBackend.describe_compute_environments

    def updatecomputeenvironment(self):
        answer = update(self)
        environment = self.batch_backend.get_compute_environment(self._get_param("computeEnvironment"))
        for name, value in (self._get_param("computeResources") or {}).items():
            # An empty image, key pair or template id is how a caller takes the setting away.
            if value == "" or (name == "launchTemplate" and not any(map(value.get, TEMPLATE_NAMES))):
                environment.compute_resources.pop(name, None)
            elif name != "updateToLatestImageVersion":  # an order, not a setting: never described
                environment.compute_resources[name] = value
        if policy := self._get_param("updatePolicy"):
            environment.update_policy = policy
        return answer

    def describe_compute_environments(self, environments=None):
        described = describe(self, environments)
        for entry in described:
            if policy := getattr(self._compute_environments[entry["computeEnvironmentArn"]], "update_policy", None):
                entry["updatePolicy"] = policy
        return described

    BatchResponse.updatecomputeenvironment = updatecomputeenvironment
    BatchBackend.describe_compute_environments = describe_compute_environments


def store_time_limits_of_queues():
    """Gap: jobStateTimeLimitActions are dropped. Effect: a diff at every plan."""
    create, update, describe = BatchResponse.createjobqueue, BatchResponse.updatejobqueue, JobQueue.describe

    def store(self, answer):
        actions = self._get_param("jobStateTimeLimitActions")
        if actions is not None:
            queue = self.batch_backend.get_job_queue(json.loads(answer)["jobQueueArn"])
            queue.time_limits = actions
        return answer

    JobQueue.time_limits = []
    JobQueue.describe = lambda self: {**describe(self), "jobStateTimeLimitActions": self.time_limits}
    BatchResponse.createjobqueue = lambda self: store(self, create(self))
    BatchResponse.updatejobqueue = lambda self: store(self, update(self))


def allow_environments_without_service_role():
    """Gap: an environment without service role is refused (400). AWS falls back to Batch's service-linked role.

    AWS makes that role on first use; here only its ARN is answered, so that a run that is destroyed leaves nothing.
    """
    create, find = BatchBackend.create_compute_environment, IAMBackend.get_role_by_arn

    def create_compute_environment(
        self, compute_environment_name, _type, state, compute_resources, service_role, tags=None
    ):
        role = service_role or f"arn:{self.partition}:iam::{self.account_id}:{LINKED_ROLE}"
        return create(self, compute_environment_name, _type, state, compute_resources, role, tags)

    def get_role_by_arn(self, arn):
        try:
            return find(self, arn)
        except NotFoundException:
            if arn.endswith(f":{LINKED_ROLE}"):
                return None  # Batch asks only whether the role exists
            raise

    BatchBackend.create_compute_environment = create_compute_environment
    IAMBackend.get_role_by_arn = get_role_by_arn


def keep_environments_that_queues_use():
    """Gap: an environment that a queue still uses can be deleted. Effect: a wrong order of destruction passes."""
    delete = BatchBackend.delete_compute_environment

    def delete_compute_environment(self, compute_environment_name):
        environment = self.get_compute_environment(compute_environment_name)
        if environment and any(environment in queue.environments for queue in self._job_queues.values()):
            raise ClientException("Cannot delete, found existing JobQueue relationship")
        delete(self, compute_environment_name)

    BatchBackend.delete_compute_environment = delete_compute_environment
