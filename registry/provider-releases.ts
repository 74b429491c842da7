/**
 * In which release of the AWS provider an attribute came, so that the range that a module asks for is true.
 *
 * Arguments that are in neither table are refused when a module is written: whoever uses a new one looks its release up in
 * the provider's changelog. Within a block an argument stands behind the block's name.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/release/5.x/CHANGELOG.md
 */

/** What came after version 5.0, arguments and attributes that are read. */
const LATER: readonly Addition[] = [
  {
    of: "aws_batch_compute_environment",
    attribute: "compute_resources.placement_group",
    release: "5.6.0",
    change: 32200,
  },
  { of: "data.aws_ssm_parameter", attribute: "insecure_value", release: "5.8.0", change: 30817 },
  { of: "aws_batch_job_queue", attribute: "compute_environment_order", release: "5.40.0", change: 34750 },
  { of: "data.aws_iam_policy_document", attribute: "minified_json", release: "5.49.0", change: 35677 },
  { of: "aws_batch_job_queue", attribute: "job_state_time_limit_action", release: "5.63.1", change: 38784 },
];

interface Addition {
  /** Type of the resource, or of the data source with `data.` before it. */
  readonly of: string;
  readonly attribute: string;
  readonly release: string;
  /** Number of the change in the changelog. */
  readonly change: number;
}

/** Arguments that were there in 5.0 already, by type. */
const FROM_THE_START: Readonly<Record<string, string>> = {
  aws_batch_compute_environment: `
    compute_environment_name_prefix compute_resources.allocation_strategy compute_resources.bid_percentage
    compute_resources.ec2_configuration.image_type compute_resources.instance_role compute_resources.instance_type
    compute_resources.launch_template.launch_template_id compute_resources.launch_template.version
    compute_resources.max_vcpus compute_resources.min_vcpus compute_resources.security_group_ids
    compute_resources.spot_iam_fleet_role compute_resources.subnets compute_resources.tags compute_resources.type
    service_role state tags type`,
  aws_batch_job_queue: "name priority state tags",
  aws_cloudwatch_log_group: "name retention_in_days tags",
  aws_efs_file_system: "encrypted kms_key_id tags throughput_mode",
  aws_efs_mount_target: "file_system_id security_groups subnet_id",
  aws_eip: "domain instance tags",
  aws_fsx_lustre_file_system: `
    deployment_type file_system_type_version security_group_ids storage_capacity subnet_ids tags`,
  aws_iam_group: "name path",
  aws_iam_group_policy_attachment: "group policy_arn",
  aws_iam_instance_profile: "name path role tags",
  aws_iam_policy: "description name path policy tags",
  aws_iam_role: "assume_role_policy description name path permissions_boundary tags",
  aws_iam_role_policy_attachment: "policy_arn role",
  aws_iam_user_group_membership: "groups user",
  aws_iam_user_policy_attachment: "policy_arn user",
  aws_instance: `
    ami associate_public_ip_address ebs_block_device.device_name ebs_block_device.encrypted
    ebs_block_device.kms_key_id ebs_block_device.tags ebs_block_device.volume_size ebs_block_device.volume_type
    iam_instance_profile instance_type key_name metadata_options.http_endpoint
    metadata_options.http_put_response_hop_limit metadata_options.http_tokens root_block_device.encrypted
    root_block_device.kms_key_id root_block_device.tags root_block_device.volume_size root_block_device.volume_type
    subnet_id tags vpc_security_group_ids`,
  aws_internet_gateway: "tags vpc_id",
  aws_key_pair: "key_name public_key tags",
  aws_launch_template: `
    block_device_mappings.device_name block_device_mappings.ebs.delete_on_termination
    block_device_mappings.ebs.encrypted block_device_mappings.ebs.kms_key_id block_device_mappings.ebs.volume_size
    block_device_mappings.ebs.volume_type description metadata_options.http_endpoint
    metadata_options.http_put_response_hop_limit metadata_options.http_tokens name tag_specifications.resource_type
    tag_specifications.tags tags update_default_version user_data`,
  aws_nat_gateway: "allocation_id subnet_id tags",
  aws_placement_group: "name strategy tags",
  aws_route: "destination_cidr_block gateway_id nat_gateway_id route_table_id",
  aws_route_table: "tags vpc_id",
  aws_route_table_association: "route_table_id subnet_id",
  aws_s3_bucket: "bucket force_destroy tags",
  aws_s3_bucket_lifecycle_configuration: `
    bucket rule.abort_incomplete_multipart_upload.days_after_initiation rule.expiration.days
    rule.expiration.expired_object_delete_marker rule.filter.prefix rule.id
    rule.noncurrent_version_expiration.noncurrent_days rule.status`,
  aws_s3_bucket_policy: "bucket policy",
  aws_s3_bucket_public_access_block: `
    block_public_acls block_public_policy bucket ignore_public_acls restrict_public_buckets`,
  aws_s3_bucket_server_side_encryption_configuration: `
    bucket rule.apply_server_side_encryption_by_default.kms_master_key_id
    rule.apply_server_side_encryption_by_default.sse_algorithm rule.bucket_key_enabled`,
  aws_s3_bucket_versioning: "bucket versioning_configuration.status",
  aws_security_group: "description name tags vpc_id",
  aws_sqs_queue: "kms_master_key_id name policy sqs_managed_sse_enabled tags visibility_timeout_seconds",
  aws_ssm_parameter: "description name tags type value",
  aws_subnet: "availability_zone cidr_block tags vpc_id",
  aws_vpc: "cidr_block enable_dns_hostnames enable_dns_support tags",
  aws_vpc_endpoint: `
    private_dns_enabled route_table_ids security_group_ids service_name subnet_ids tags vpc_endpoint_type vpc_id`,
  aws_vpc_security_group_egress_rule: "cidr_ipv4 description ip_protocol security_group_id tags",
  aws_vpc_security_group_ingress_rule: `
    cidr_ipv4 description from_port ip_protocol referenced_security_group_id security_group_id tags to_port`,
  "data.aws_availability_zones": "filter.name filter.values state",
  "data.aws_iam_instance_profile": "name",
  "data.aws_iam_policy_document": `
    statement.actions statement.condition.test statement.condition.values statement.condition.variable
    statement.effect statement.principals.identifiers statement.principals.type statement.resources statement.sid`,
  "data.aws_ssm_parameter": "name",
};

/** The first release that has every one of some arguments and attributes; 5.0.0 where all are that old. */
export function firstRelease(of: string, attributes: readonly string[]): string {
  const known = (FROM_THE_START[of] ?? "").split(/\s+/);
  const releases = attributes.map((attribute) => {
    const later = LATER.find((it) => it.of === of && `${attribute}.`.startsWith(`${it.attribute}.`));
    if (later) return later.release;
    if (known.includes(attribute)) return "5.0.0";
    throw new Error(`'${attribute}' of ${of} must have its release in registry/provider-releases.ts`);
  });
  return newest(releases);
}

/** The first release that has every attribute that expressions read: `data.aws_region.this.name`. */
export function firstReleaseOfReads(text: string): string {
  const reads = LATER.filter(({ of, attribute }) =>
    new RegExp(`(?<![\\w.])${of.replace(".", "[.]")}[.]\\w+(\\[[^\\]]*\\])?[.]${attribute}\\b`).test(text),
  );
  return newest(reads.map(({ release }) => release));
}

/** The newest of some releases. */
export function newest(releases: readonly string[]): string {
  return releases.reduce((a, b) => (isOlder(a, b) ? b : a), "5.0.0");
}

function isOlder(a: string, b: string): boolean {
  const parts = (release: string) => release.split(".").map(Number);
  const [left, right] = [parts(a), parts(b)];
  const differs = left.findIndex((part, index) => part !== right[index]);
  return differs >= 0 && (left[differs] as number) < (right[differs] as number);
}
