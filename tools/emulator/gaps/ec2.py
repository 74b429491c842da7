"""EC2."""

from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.models.security_groups import SecurityGroupBackend

ALL_PORTS = -1


def close():
    keep_tags_of_launch_templates_out_of_their_data()
    change_rules_of_every_protocol()


def keep_tags_of_launch_templates_out_of_their_data():
    """Gap: the tags of a launch template show up in what it launches. Effect: a diff at every plan."""
    create = LaunchTemplate.create_version

    def create_version(self, data, description):
        specifications = data.get("TagSpecifications", [])
        kept = [entry for entry in specifications if entry.get("ResourceType") != "launch-template"]
        if len(kept) < len(specifications):
            data = {**data, "TagSpecifications": kept}
            if not kept:
                del data["TagSpecifications"]
        return create(self, data, description)

    LaunchTemplate.create_version = create_version


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
