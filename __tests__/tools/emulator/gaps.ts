/** What the tests change. */
export interface GapValues {
  readonly maxVcpus: number;
  /** Where the jobs may connect to, on every port: a range of addresses. */
  readonly egress: string;
  /** Whether the user has a permissions boundary. */
  readonly boundary: boolean;
  /** A tag of the launch template. */
  readonly purpose: string;
}

/** A configuration that meets each gap of the emulator when it is applied, planned again, changed or destroyed. */
export function configurationOfGaps({
  account,
  region,
  maxVcpus,
  egress,
  boundary,
  purpose,
}: GapValues & { readonly account: string; readonly region: string }): object {
  const allow = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const refusePlainHttp = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::acme-runs", "arn:aws:s3:::acme-runs/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
  return {
    terraform: {
      required_providers: { aws: { source: "aws", version: "5.100.0" } },
      backend: { s3: { bucket: "acme-state", key: "gaps.tfstate", region: region, use_lockfile: true } },
    },
    provider: {
      aws: [{ region: region, allowed_account_ids: [account], default_tags: [{ tags: { owner: "genomics" } }] }],
    },
    data: {
      aws_ssm_parameter: {
        image: { name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" },
      },
    },
    resource: {
      aws_iam_policy: {
        boundary: {
          name: "acme-boundary",
          policy: allow({ Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-runs" }),
        },
      },
      aws_iam_user: {
        ada: { name: "ada", ...(boundary && { permissions_boundary: "${aws_iam_policy.boundary.arn}" }) },
      },
      aws_iam_service_linked_role: { batch: { aws_service_name: "batch.amazonaws.com" } },
      aws_iam_role: {
        instance: {
          name: "acme-instance",
          assume_role_policy: allow({ Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }),
        },
      },
      aws_iam_role_policy_attachment: {
        ecs: {
          role: "${aws_iam_role.instance.name}",
          policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
        },
      },
      aws_iam_instance_profile: { instance: { name: "acme-instance", role: "${aws_iam_role.instance.name}" } },
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { main: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24" } },
      aws_security_group: { main: { name: "acme-jobs", vpc_id: "${aws_vpc.main.id}" } },
      aws_vpc_security_group_egress_rule: {
        all: { security_group_id: "${aws_security_group.main.id}", ip_protocol: "-1", cidr_ipv4: egress },
      },
      aws_launch_template: {
        jobs: {
          name: "acme-jobs",
          tags: { purpose },
          tag_specifications: [{ resource_type: "instance", tags: { purpose: "jobs" } }],
        },
      },
      aws_batch_compute_environment: {
        spot: {
          compute_environment_name: "acme-spot",
          type: "MANAGED",
          compute_resources: {
            type: "SPOT",
            allocation_strategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
            min_vcpus: 0,
            max_vcpus: maxVcpus,
            instance_type: ["optimal"],
            instance_role: "${aws_iam_instance_profile.instance.arn}",
            subnets: ["${aws_subnet.main.id}"],
            security_group_ids: ["${aws_security_group.main.id}"],
            launch_template: { launch_template_name: "${aws_launch_template.jobs.name}" },
          },
          update_policy: { job_execution_timeout_minutes: 60, terminate_jobs_on_update: false },
        },
      },
      aws_batch_job_queue: {
        main: {
          name: "acme-jobs",
          priority: 1,
          state: "ENABLED",
          compute_environment_order: [{ order: 1, compute_environment: "${aws_batch_compute_environment.spot.arn}" }],
          job_state_time_limit_action: [
            {
              action: "CANCEL",
              max_time_seconds: 3600,
              reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
              state: "RUNNABLE",
            },
          ],
        },
      },
      aws_instance: {
        head: {
          ami: "${data.aws_ssm_parameter.image.value}",
          instance_type: "t3.small",
          subnet_id: "${aws_subnet.main.id}",
          root_block_device: { encrypted: true },
        },
      },
      aws_s3_bucket: { runs: { bucket: "acme-runs", force_destroy: true } },
      aws_s3_bucket_versioning: {
        runs: { bucket: "${aws_s3_bucket.runs.id}", versioning_configuration: { status: "Enabled" } },
      },
      aws_s3_bucket_policy: { runs: { bucket: "${aws_s3_bucket.runs.id}", policy: refusePlainHttp } },
      aws_s3_object: {
        sheet: {
          bucket: "${aws_s3_bucket.runs.id}",
          key: "sheet.csv",
          content: "sample",
          depends_on: ["aws_s3_bucket_policy.runs", "aws_s3_bucket_versioning.runs"],
        },
      },
    },
  };
}
