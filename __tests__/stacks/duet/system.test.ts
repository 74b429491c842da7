import { policyJson } from "../../role-policies";
import { addresses, all, type Block, only, statements } from "../../synth";
import { shellScript } from "../../user-data";
import { duetJson, duetPolicies } from "./duet-json";
import { ACCOUNT, EVERYTHING_EXISTS, EXISTING_NETWORK, KEY, PUBLIC_KEY } from "./settings-cases";

const SSH = { publicKey: PUBLIC_KEY, from: ["203.0.113.0/24"] };

const environmentOf = (batch: Record<string, unknown>) => {
  const stack = duetJson({ duet: { batch } });
  const environment = only(stack.resource, "aws_batch_compute_environment");
  return { stack, environment, resources: environment.compute_resources as Block };
};

describe("duet where everything exists", () => {
  const stack = duetJson(EVERYTHING_EXISTS);

  test("creates no bucket, role, profile, network or security group", () => {
    expect(Object.keys(stack.resource).sort()).toEqual([
      "aws_batch_compute_environment",
      "aws_batch_job_queue",
      "aws_iam_instance_profile",
      "aws_instance",
      "aws_launch_template",
    ]);
    // the machine's role has a profile only where somebody made one
    expect(only(stack.resource, "aws_iam_instance_profile")).toMatchObject({ name: "acme-duet-machine", role: "head" });
  });

  test("uses what the settings name", () => {
    const environment = only(stack.resource, "aws_batch_compute_environment");
    expect(environment).toMatchObject({
      service_role: `${ACCOUNT}:role/service-role/AWSBatchServiceRole`,
      compute_resources: {
        subnets: EXISTING_NETWORK.subnets,
        security_group_ids: EXISTING_NETWORK.securityGroups,
        instance_role: `${ACCOUNT}:instance-profile/pipelines/ecs`,
      },
    });
    expect(only(stack.resource, "aws_instance")).toMatchObject({
      subnet_id: "subnet-0123456789abcdef2",
      vpc_security_group_ids: EXISTING_NETWORK.securityGroups,
    });
  });

  test("says what is to be attached and merged by hand", () => {
    expect(Object.keys(stack.output)).toEqual(
      expect.arrayContaining(["machine_policy_to_attach", "instance_policy_to_attach", "bucket_policy_to_merge"]),
    );
    expect(stack.output.machine_role_arn?.value).toBe(`${ACCOUNT}:role/pipelines/head`);
    expect(stack.output.instance_profile_arn?.value).toBe(`${ACCOUNT}:instance-profile/pipelines/ecs`);
    // which role is in a profile that exists, nobody said
    expect(stack.output).not.toHaveProperty("instance_role_arn");
  });

  test("asks for exactly what a created role is given", () => {
    const created = duetJson();
    const role = (name: string) => ({ existing: `${ACCOUNT}:role/${name}` });
    const existing = duetJson({
      duet: { virtualMachine: { instanceRole: role("head") }, batch: { instanceRole: role("ecs") } },
    });
    for (const name of ["machine", "instance"] as const)
      expect(duetPolicies(existing, name)).toEqual(duetPolicies(created, name));
  });
});

describe("duet without a machine", () => {
  const { resource, output } = duetJson({ duet: { virtualMachine: false } });

  test("has nothing of the machine's", () => {
    expect(Object.keys(resource.aws_iam_role ?? {})).toEqual(["instance"]);
    expect(Object.keys(resource.aws_security_group ?? {})).toEqual(["batch"]);
    expect(resource).not.toHaveProperty("aws_instance");
    expect(Object.keys(output).filter((name) => /^(machine|connect)/.test(name))).toEqual(["machine_policy_to_attach"]);
  });
});

describe("duet's machine", () => {
  test("stands in a private subnet that nothing reaches, and has no key", () => {
    const { resource } = duetJson();
    const machine = only(resource, "aws_instance");
    expect(machine).toMatchObject({ subnet_id: "${aws_subnet.network_private_1.id}" });
    expect(machine).not.toHaveProperty("associate_public_ip_address");
    expect(machine).not.toHaveProperty("key_name");
    for (const type of ["aws_vpc_security_group_ingress_rule", "aws_key_pair"])
      expect(resource).not.toHaveProperty(type);
    expect(Object.keys(resource.aws_eip ?? {})).toEqual(["network_nat"]);
  });

  test.each([
    ["SSH", { ssh: SSH }],
    ["an Elastic IP", { elasticIp: true }],
  ])("stands in the public subnet of a created network with %s", (_, virtualMachine) => {
    expect(only(duetJson({ duet: { virtualMachine } }).resource, "aws_instance")).toMatchObject({
      subnet_id: "${aws_subnet.network_public.id}",
      associate_public_ip_address: true,
    });
  });

  test("lets SSH in from the named ranges and from nowhere else", () => {
    const from = ["203.0.113.0/24", "198.51.100.7/32"];
    const { resource } = duetJson({ duet: { virtualMachine: { ssh: { ...SSH, from } } } });
    const rules = all(resource, "aws_vpc_security_group_ingress_rule");
    expect(rules).toHaveLength(2);
    for (const rule of rules)
      expect(rule).toMatchObject({
        security_group_id: "${aws_security_group.machine_access.id}",
        ip_protocol: "tcp",
        from_port: 22,
        to_port: 22,
      });
    expect(rules.map((rule) => rule.cidr_ipv4).sort()).toEqual([...from].sort());
    expect(only(resource, "aws_key_pair")).toMatchObject({ public_key: PUBLIC_KEY });
  });

  test("keeps its security group when SSH is turned on", () => {
    const groups = (virtualMachine: unknown) => duetJson({ duet: { virtualMachine } }).resource.aws_security_group;
    expect(groups({ ssh: SSH })).toEqual(groups({}));
  });

  test("keeps the rules of other ranges when one is added", () => {
    const rules = (from: string[]) =>
      duetJson({ duet: { virtualMachine: { ssh: { ...SSH, from } } } }).resource.aws_vpc_security_group_ingress_rule;
    expect(rules(["198.51.100.7/32", "203.0.113.0/24"])).toMatchObject(rules(["203.0.113.0/24"]) as object);
  });

  test("gets a group of its own beside the existing ones for SSH only", () => {
    const { resource } = duetJson({ network: EXISTING_NETWORK, duet: { virtualMachine: { ssh: SSH } } });
    expect(Object.keys(resource.aws_security_group ?? {})).toEqual(["machine_access"]);
    expect(only(resource, "aws_instance").vpc_security_group_ids).toEqual([
      ...EXISTING_NETWORK.securityGroups,
      "${aws_security_group.machine_access.id}",
    ]);
  });
});

describe("duet's environment", () => {
  test("works with Batch's own role where the settings name none", () => {
    expect(environmentOf({}).environment).not.toHaveProperty("service_role");
  });

  test("waits for the service role that is created for it", () => {
    const { stack, environment } = environmentOf({ serviceRole: { create: true } });
    expect(environment.service_role).toBe(`${ACCOUNT}:role/groundwork/acme/duet/acme-duet-service`);
    expect(environment.depends_on).toEqual(
      expect.arrayContaining(["aws_iam_role.service", "aws_iam_role_policy_attachment.service_AWSBatchServiceRole"]),
    );
    expect(statements(stack, "service_trust")[0]).toMatchObject({
      principals: [{ type: "Service", identifiers: ["batch.amazonaws.com"] }],
    });
  });

  test("has a spot fleet role only for SPOT with BEST_FIT", () => {
    const { stack, resources } = environmentOf({ type: "SPOT", allocationStrategy: "BEST_FIT" });
    expect(resources.spot_iam_fleet_role).toBe(`${ACCOUNT}:role/groundwork/acme/duet/acme-duet-spot-fleet`);
    expect(addresses(stack)).toContain("aws_iam_role.spot_fleet");
    for (const other of [{}, { type: "EC2", allocationStrategy: "BEST_FIT" }]) {
      const without = environmentOf(other);
      expect(without.resources).not.toHaveProperty("spot_iam_fleet_role");
      expect(addresses(without.stack)).not.toContain("aws_iam_role.spot_fleet");
    }
  });

  test.each([
    [{}, "ECS_AL2023"],
    [{ instanceTypes: ["c7g"] }, "ECS_AL2023"],
    [{ instanceTypes: ["g5", "c6i"] }, "ECS_AL2023_NVIDIA"],
  ])("starts instances of %j from %s", (batch, imageType) => {
    expect(environmentOf(batch).resources.ec2_configuration).toEqual([{ image_type: imageType }]);
  });

  test("lets containers reach the instance's credentials: jobs have no role of their own", () => {
    const { stack } = environmentOf({});
    expect(only(stack.resource, "aws_launch_template").metadata_options).toMatchObject({
      http_tokens: "required",
      http_put_response_hop_limit: 2,
    });
    // the machine runs no containers of others
    expect(only(stack.resource, "aws_instance").metadata_options).toMatchObject({ http_put_response_hop_limit: 1 });
  });

  test("encrypts volumes with the key of the settings", () => {
    const { stack } = environmentOf({ volumeKmsKey: KEY, volumeGiB: 1000 });
    expect(only(stack.resource, "aws_launch_template").block_device_mappings).toMatchObject([
      { ebs: { encrypted: "true", kms_key_id: KEY, volume_size: 1000, volume_type: "gp3" } },
    ]);
  });
});

describe("duet's bucket", () => {
  const lifecycle = (duet: Record<string, unknown>) =>
    only(duetJson({ duet }).resource, "aws_s3_bucket_lifecycle_configuration").rule as Block[];

  test("loses what is in the work directory after 14 days, and nothing else", () => {
    const expiring = lifecycle({}).filter(({ expiration }) => (expiration as Block[])[0]?.days);
    expect(expiring).toMatchObject([{ filter: [{ prefix: "nf-work/" }], expiration: [{ days: 14 }] }]);
  });

  test("has its work directory below the prefix of the settings", () => {
    const bucket = { create: "acme-duet", prefix: "runs/" };
    const expiring = lifecycle({ bucket, workDir: { prefix: "scratch/", expireAfterDays: 3 } });
    expect(expiring[1]).toMatchObject({ filter: [{ prefix: "runs/scratch/" }], expiration: [{ days: 3 }] });
  });

  test("is not touched where it exists", () => {
    const { resource } = duetJson({ duet: { bucket: { existing: "acme-runs", prefix: "duet/" } } });
    expect(Object.keys(resource).filter((type) => type.startsWith("aws_s3_"))).toEqual([]);
  });

  test("refuses plain HTTP by its policy, and names no role in it", () => {
    const stack = duetJson();
    const policy = policyJson(stack, only(stack.resource, "aws_s3_bucket_policy").policy);
    expect(policy.Statement).toEqual([
      {
        Sid: "RefusePlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: ["arn:aws:s3:::acme-duet", "arn:aws:s3:::acme-duet/*"],
        Condition: { Bool: { "aws:SecureTransport": ["false"] } },
      },
    ]);
  });
});

describe("duet's Nextflow configuration", () => {
  const config = (duet: Record<string, unknown>) => String(duetJson({ duet }).output.nextflow_config?.value);

  test("sends tasks to the queue, and keeps what they exchange in the work directory", () => {
    const bucket = { existing: "acme-runs", prefix: "duet/" };
    expect(config({ bucket })).toBe(`process {
  executor = 'awsbatch'
  queue = 'acme-duet-queue'
}

workDir = 's3://acme-runs/duet/nf-work'

aws {
  region = 'eu-west-2'
  batch.cliPath = '/opt/aws-cli/bin/aws'
}
`);
  });

  test("says where instances have the AWS CLI", () => {
    const stack = duetJson();
    const path = /cliPath = '([^']+)'/.exec(String(stack.output.nextflow_config?.value))?.[1];
    const script = shellScript(only(stack.resource, "aws_launch_template"));
    expect(script).toContain(`cat > ${path} <<'SHIM'`);
    expect(script).toContain(`chmod 0755 ${path}`);
  });

  test("has instances look for the AWS CLI below the bucket's prefix, which they may read", () => {
    const bucket = { existing: "acme-runs", prefix: "duet/" };
    const script = shellScript(only(duetJson({ duet: { bucket } }).resource, "aws_launch_template"));
    expect(script).toContain(
      'aws s3 cp --only-show-errors "s3://acme-runs/duet/tools/awscli-exe-linux-$(uname -m).zip"',
    );
  });

  test("pays for requests where an input bucket asks for it", () => {
    const input = { bucket: "references" };
    expect(config({ inputBuckets: [input] })).not.toContain("requesterPays");
    expect(config({ inputBuckets: [{ ...input, requesterPays: true }] })).toContain("client.requesterPays = true");
  });
});
