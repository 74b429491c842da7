"""IAM."""

from moto.core.responses import ActionResult, EmptyResult
from moto.iam import models, responses
from moto.iam.models import IAMBackend, User
from moto.iam.responses import IamResponse

LINKED_ROLE_NAMES = {
    "batch": "Batch",
    "ecs": "ECS",
    "imagebuilder": "ImageBuilder",
    "spot": "EC2Spot",
    "spotfleet": "EC2SpotFleet",
}


def close():
    name_linked_roles_as_aws_does()
    identify_deletions_of_linked_roles()
    store_boundaries_of_users()


def name_linked_roles_as_aws_does():
    """Gap: batch.amazonaws.com gives AWSServiceRoleForbatch. Effect: whoever names the role by its name misses it."""
    models.SERVICE_NAME_CONVERSION.update(LINKED_ROLE_NAMES)


def identify_deletions_of_linked_roles():
    """Gap: the deletion task id is a bare UUID, where AWS has task/<path>/<role>/<UUID>.

    Effect: whoever reads the role's name from it finds none.
    """
    delete = IAMBackend.delete_service_linked_role

    def delete_service_linked_role(self, role_name):
        role = self.get_role(role_name)
        return f"task{role.path}{role.name}/{delete(self, role_name)}"

    IAMBackend.delete_service_linked_role = delete_service_linked_role


def store_boundaries_of_users():
    """Gap: the permissions boundary of a user is dropped. Effect: a diff at every plan."""
    create = IamResponse.create_user

    def create_user(self):
        answer = create(self)
        set_boundary(self, self._get_param("PermissionsBoundary"))
        return answer

    def put_user_permissions_boundary(self):
        set_boundary(self, self._get_param("PermissionsBoundary"))
        return EmptyResult()

    def delete_user_permissions_boundary(self):
        set_boundary(self, None)
        return EmptyResult()

    def set_boundary(self, arn):
        user = self.backend.get_user(self._get_param("UserName"))
        user.permissions_boundary = arn and {
            "PermissionsBoundaryType": "Policy",
            "PermissionsBoundaryArn": arn,
        }

    User.permissions_boundary = None
    IamResponse.create_user = create_user
    IamResponse.put_user_permissions_boundary = put_user_permissions_boundary
    IamResponse.delete_user_permissions_boundary = delete_user_permissions_boundary
    for operation in ("Create", "Get"):
        path = f"{operation}UserResponse.User.PermissionsBoundary"
        IamResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER[path] = responses.return_if_not_empty
