"""EC2."""

from moto.ec2.models.instances import Instance
from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.responses.instances import InstanceResponse

ALL_PORTS = -1
ROOT_DEVICES = ("/dev/sda1", "/dev/xvda")
ROOT_SIZE = 8  # GiB, as of a volume that moto makes when it is told nothing


def close():
    keep_tags_of_launch_templates_out_of_their_data()
    describe_launch_templates_with_the_tags_they_have_now()
    change_rules_of_every_protocol()
    describe_rules_between_groups()
    size_root_volumes_as_their_image()
    describe_instances_with_the_groups_of_their_interface()
    delete_interfaces_with_their_instance()
    delete_interfaces_with_their_nat_gateway()
    delete_the_default_network_acl_with_its_vpc()


def keep_tags_of_launch_templates_out_of_their_data():
    """Gap: the tags of a launch template show up in what it launches. Effect: a diff at every plan."""
    create = LaunchTemplate.create_version

    def create_version(self, data, description):
        specifications = data.get("TagSpecifications", [])
        kept = [entry for entry in specifications if entry.get("ResourceType") != "launch-template"]
        rest = {name: value for name, value in data.items() if name != "TagSpecifications"}
        return create(self, {**rest, **({"TagSpecifications": kept} if kept else {})}, description)

    LaunchTemplate.create_version = create_version


def describe_launch_templates_with_the_tags_they_have_now():
    """Gap: a launch template is described with the tags that it was made with. Effect: a diff after they changed."""
    LaunchTemplate.tags = property(LaunchTemplate.get_tags, lambda self, tags: None)


def change_rules_of_every_protocol():
    """Gap: changing a rule of protocol -1, which has no ports, is refused (400)."""
    modify = SecurityGroupBackend.modify_security_group_rules

    def modify_security_group_rules(self, group_id, rules):
        for rule in rules.values():
            if rule.get("IpProtocol") == "-1":
                rule.setdefault("FromPort", ALL_PORTS)
                rule.setdefault("ToPort", ALL_PORTS)
        modify(self, group_id, rules)

    SecurityGroupBackend.modify_security_group_rules = modify_security_group_rules


def describe_rules_between_groups():
    """Gap: the description of a rule that lets another group in is dropped. Effect: a diff at every plan."""

    def description(self):
        return self.ip_range.get("Description") or (self.source_group or {}).get("Description")

    SecurityGroupRule.description = property(description)


def size_root_volumes_as_their_image():
    """Gap: a root volume that is described, say as encrypted, but not sized is refused (400)."""
    validate, add = InstanceResponse._validate_block_device_mapping, Instance.add_block_device

    def _validate_block_device_mapping(device_mapping):
        if device_mapping.get("DeviceName") not in ROOT_DEVICES:
            validate(device_mapping)

    def add_block_device(self, size, device_path, snapshot_id, *rest, **named):
        if size is None and snapshot_id is None:
            size = ROOT_SIZE
        add(self, size, device_path, snapshot_id, *rest, **named)

    InstanceResponse._validate_block_device_mapping = staticmethod(_validate_block_device_mapping)
    Instance.add_block_device = add_block_device


def describe_instances_with_the_groups_of_their_interface():
    """Gap: security groups that are given with the network interface are not the instance's. Effect: a diff for ever."""
    prepare = Instance.prep_nics

    def prep_nics(self, nic_spec, *rest, **named):
        prepare(self, nic_spec, *rest, **named)
        if not self.security_groups and 0 in self.nics:
            self.security_groups = list(self.nics[0].group_set)

    Instance.prep_nics = prep_nics


def delete_interfaces_with_their_instance():
    """Gap: the network interface that a launch made outlives the instance. Effect: something is left after destroy."""
    prepare = Instance.prep_nics

    def prep_nics(self, nic_spec, *rest, **named):
        for interface in nic_spec:
            if "NetworkInterfaceId" not in interface:
                interface.setdefault("DeleteOnTermination", True)
        prepare(self, nic_spec, *rest, **named)
        if not nic_spec:
            for interface in self.nics.values():
                interface.delete_on_termination = True

    Instance.prep_nics = prep_nics


def delete_interfaces_with_their_nat_gateway():
    """Gap: the network interface of a NAT gateway outlives it, and holds its address.

    Effect: something is left after destroy, and the address is taken off it by a call that AWS never sees.
    """
    delete = NatGatewayBackend.delete_nat_gateway

    def delete_nat_gateway(self, nat_gateway_id):
        gateway = delete(self, nat_gateway_id)
        self.enis.pop(gateway._eni.id, None)
        for address in self.addresses:
            if address.eni is gateway._eni:
                self.disassociate_address(address=address.public_ip)
        return gateway

    NatGatewayBackend.delete_nat_gateway = delete_nat_gateway


def delete_the_default_network_acl_with_its_vpc():
    """Gap: the network ACL that AWS makes with a VPC outlives it. Effect: something is left after destroy."""
    delete = VPCBackend.delete_vpc

    def delete_vpc(self, vpc_id):
        vpc = delete(self, vpc_id)
        for acl in list(self.network_acls.values()):
            if acl.vpc_id == vpc_id and acl.default:
                del self.network_acls[acl.id]
        return vpc

    VPCBackend.delete_vpc = delete_vpc
