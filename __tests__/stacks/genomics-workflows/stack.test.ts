import { spawnSync } from "node:child_process";
import { USER_DATA_BYTES } from "../../../modules/launch-template";
import { MANAGED_POLICY_CHARACTERS } from "../../../modules/managed-policy";
import { policyJson, policySizes } from "../../role-policies";
import { addresses, all, only, statements, type TerraformJson } from "../../synth";
import { shellScript, userData } from "../../user-data";
import { policiesOf, type SystemRole, stackJson, type WrittenSettings } from "./stack-json";

const ACCOUNT = "arn:aws:iam::111122223333";
const KEY = "arn:aws:kms:eu-west-2:111122223333:key/12345678-90ab-cdef-1234-567890abcdef";
const NETWORK = { vpc: "vpc-0a1", subnets: ["subnet-1", "subnet-2"], securityGroups: ["sg-1"] };

/** As much as there can be of everything. */
const FULL: Record<string, unknown> = {
  bucket: { create: "acme-genomics", prefix: "lab/", kmsKey: KEY },
  buckets: [
    { create: "acme.results", access: "read" },
    { existing: "theirs", prefix: "runs/" },
  ],
  inputBuckets: [{ bucket: "references", requesterPays: true }],
  environments: {
    spot: { allocationStrategy: "BEST_FIT", serviceRole: { create: true } },
    gpu: { type: "EC2", instanceTypes: ["g5"], serviceRole: { existing: `${ACCOUNT}:role/batch` } },
    containers: { type: "FARGATE_SPOT" },
  },
  queues: { gpu: { environments: ["gpu", "on-demand"] }, serverless: { environments: ["containers"] } },
  instances: {
    volumeKmsKey: KEY,
    ebsAutoscale: { source: "https://example.com/ebs-autoscale.tgz", sha256: "0".repeat(64) },
  },
  images: { repositoryPrefix: "lab/", accounts: ["444455556666"] },
  jobRole: {
    statements: [
      {
        sid: "ReadSamples",
        actions: ["dynamodb:GetItem"],
        resources: ["arn:aws:dynamodb:eu-west-2:111122223333:table/x"],
      },
    ],
  },
  nextflow: { runsOn: "machine" },
  fileSystems: { efs: { create: true }, lustre: { create: { capacityGiB: 1200 } } },
};

const everything = stackJson({ system: FULL });

function template(stack: TerraformJson) {
  return only(stack.resource, "aws_launch_template");
}

describe("genomics-workflows with nothing but a bucket", () => {
  const stack = stackJson();

  test("has the environments and queues of the document", () => {
    const environments = stack.resource.aws_batch_compute_environment ?? {};
    expect(environments.spot_environment?.compute_resources).toMatchObject({
      type: "SPOT",
      min_vcpus: 0,
      max_vcpus: 1000,
    });
    expect(environments.on_demand_environment?.compute_resources).toMatchObject({ type: "EC2", max_vcpus: 100 });
    const order = (...names: string[]) =>
      names.map((name, index) => ({
        compute_environment: `\${aws_batch_compute_environment.${name}_environment.arn}`,
        order: index + 1,
      }));
    const queues = stack.resource.aws_batch_job_queue ?? {};
    expect(queues.priority_queue).toMatchObject({
      name: "acme-genomics-workflows-priority",
      priority: 1000,
      compute_environment_order: order("on_demand", "spot"),
    });
    expect(queues.default_queue).toMatchObject({ priority: 1, compute_environment_order: order("spot") });
  });

  test("makes neither a role of Batch, nor of a spot fleet, nor for Fargate", () => {
    expect(addresses(stack).filter((address) => address.startsWith("aws_iam_role."))).toEqual([
      "aws_iam_role.cromwell",
      "aws_iam_role.instance",
      "aws_iam_role.job",
      "aws_iam_role.nextflow",
    ]);
    for (const { service_role } of all(stack.resource, "aws_batch_compute_environment"))
      expect(service_role).toBeUndefined();
  });

  test("gives instances no right to make volumes, whose scratch keeps its size", () => {
    expect(JSON.stringify(policiesOf(stack, "instance"))).not.toMatch(/ec2:(Create|Attach|Delete|Modify)/);
  });

  test("keeps the instances' logs for seven days", () => {
    expect(only(stack.resource, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/groundwork/acme/genomics-workflows/instances",
      retention_in_days: 7,
    });
  });

  test("names the bucket and the queues in parameters", () => {
    const named = all(stack.resource, "aws_ssm_parameter").map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(named)).toEqual({
      "/groundwork/acme/genomics-workflows/bucket": "acme-genomics",
      "/groundwork/acme/genomics-workflows/queues/default":
        "arn:aws:batch:eu-west-2:111122223333:job-queue/acme-genomics-workflows-default",
      "/groundwork/acme/genomics-workflows/queues/priority":
        "arn:aws:batch:eu-west-2:111122223333:job-queue/acme-genomics-workflows-priority",
    });
  });

  test("lets nothing in to the instances", () => {
    expect(all(stack.resource, "aws_vpc_security_group_ingress_rule")).toEqual([]);
  });

  test("has fragments that plug into Nextflow and Cromwell", () => {
    const nextflow = String(stack.output.nextflow_config?.value);
    expect(nextflow).toContain("queue = 'acme-genomics-workflows-default'");
    expect(nextflow).toContain("withLabel: 'priority' { queue = 'acme-genomics-workflows-priority' }");
    expect(nextflow).toContain(`batch.jobRole = '${stack.output.batch_job_role_arn?.value}'`);
    expect(nextflow).toContain("workDir = 's3://acme-genomics/work'");
    const cromwell = String(stack.output.cromwell_config?.value);
    expect(cromwell).toContain('root = "s3://acme-genomics/cromwell-execution"');
    expect(cromwell).toContain(`queueArn = "${stack.output.default_job_queue_arn?.value}"`);
    // every brace that opens closes, as HOCON wants it
    expect(cromwell.split("{")).toHaveLength(cromwell.split("}").length);
  });
});

describe("genomics-workflows with everything on", () => {
  test("has one role of Batch and one of a spot fleet, and uses those that exist", () => {
    const roles = addresses(everything).filter((address) => address.startsWith("aws_iam_role."));
    expect(roles).toEqual(
      ["cromwell", "execution", "instance", "job", "nextflow", "service", "spot_fleet"].map(
        (name) => `aws_iam_role.${name}`,
      ),
    );
    const environments = everything.resource.aws_batch_compute_environment ?? {};
    expect(environments.gpu_environment?.service_role).toBe(`${ACCOUNT}:role/batch`);
    expect(environments.on_demand_environment?.service_role).toBeUndefined();
    const fleet = Object.entries(environments).filter(
      ([, it]) => (it.compute_resources as { spot_iam_fleet_role?: string }).spot_iam_fleet_role,
    );
    expect(fleet.map(([name]) => name)).toEqual(["spot_environment"]);
  });

  test("says nothing of instances for Fargate", () => {
    expect(everything.resource.aws_batch_compute_environment?.containers_environment?.compute_resources).toEqual({
      type: "FARGATE_SPOT",
      max_vcpus: 256,
      subnets: expect.anything(),
      security_group_ids: expect.anything(),
    });
  });

  test("encrypts every volume with the key that is named", () => {
    expect(template(everything).block_device_mappings).toEqual(
      [
        ["/dev/xvda", 50],
        ["/dev/xvdba", 200],
      ].map(([device_name, volume_size]) => ({
        device_name,
        ebs: { volume_size, volume_type: "gp3", encrypted: "true", kms_key_id: KEY, delete_on_termination: "true" },
      })),
    );
  });

  test("keeps a bucket's address wherever it stands in the list", () => {
    const buckets = (stack: TerraformJson) =>
      addresses(stack).filter((address) => address.startsWith("aws_s3_bucket."));
    const two = [{ create: "acme.results" }, { create: "acme-archive" }];
    const one = stackJson({ system: { buckets: two } });
    expect(buckets(one)).toEqual(buckets(stackJson({ system: { buckets: [...two].reverse() } })));
    expect(buckets(one)).toContain("aws_s3_bucket.bucket_acme_results");
  });

  test("keeps a shared file system unless destroying it was asked for", () => {
    expect(only(everything.resource, "aws_efs_file_system")).toMatchObject({
      encrypted: true,
      lifecycle: { prevent_destroy: true },
    });
    const forced = stackJson({ system: { fileSystems: { efs: { create: true, forceDestroy: true } } } });
    expect(only(forced.resource, "aws_efs_file_system").lifecycle).toMatchObject({ prevent_destroy: false });
  });

  test("opens file systems to the instances' group only, and instances to the servers of Lustre", () => {
    const rules = everything.resource.aws_vpc_security_group_ingress_rule ?? {};
    const group = "${aws_security_group.batch.id}";
    expect(rules.shared_access_nfs_1).toMatchObject({
      from_port: 2049,
      to_port: 2049,
      referenced_security_group_id: group,
    });
    expect(rules.lustre_access_lustre_1).toMatchObject({ from_port: 988, referenced_security_group_id: group });
    expect(rules.lustre_lustre_more_back_1).toMatchObject({
      security_group_id: group,
      from_port: 1018,
      to_port: 1023,
      referenced_security_group_id: "${aws_security_group.lustre_access.id}",
    });
    for (const rule of Object.values(rules)) expect(rule.cidr_ipv4).toBeUndefined();
  });

  test("starts no instance before its file systems can be mounted", () => {
    expect(everything.resource.aws_batch_compute_environment?.spot_environment?.depends_on).toEqual(
      expect.arrayContaining(["aws_efs_mount_target.shared", "aws_fsx_lustre_file_system.lustre"]),
    );
  });

  test("has a policy of one's own key for each who starts instances, and for the roles that use objects", () => {
    const sids = policyJson(everything, everything.output.kms_key_policy_to_merge?.value).Statement.map(
      ({ Sid }) => Sid,
    );
    expect(sids).toEqual([
      "LetAutoScalingEncryptVolumes",
      "LetAutoScalingHandTheKeyToEc2",
      "LetSpotInstancesEncryptVolumes",
      "LetSpotInstancesHandTheKeyToEc2",
      "LetSpotFleetEncryptVolumes",
      "LetSpotFleetHandTheKeyToEc2",
      "LetRolesUseObjects",
    ]);
  });

  test("says what the policy of a bucket that existed needs, and lets the roles in below its prefix", () => {
    const [name, reference] = Object.entries(everything.output.bucket_policies_to_merge?.value as object)[0] ?? [];
    expect(name).toBe("theirs");
    expect(policyJson(everything, reference).Statement.map(({ Sid }) => Sid)).toContain("RefusePlainHttp");
  });

  test("gives jobs the statements of the settings", () => {
    expect(statements(everything, "job_policy")).toContainEqual(
      expect.objectContaining({ sid: "ReadSamples", actions: ["dynamodb:GetItem"] }),
    );
  });
});

describe("genomics-workflows on Fargate alone", () => {
  const stack = stackJson({
    system: {
      environments: { spot: false, "on-demand": false, containers: { type: "FARGATE" } },
      queues: { default: { environments: ["containers"] }, priority: false },
    },
  });

  test("has no instances, and nothing of theirs", () => {
    expect(addresses(stack).filter((address) => /instance|launch_template/.test(address))).toEqual([]);
    expect(Object.keys(stack.output).filter((name) => name.includes("instance"))).toEqual([]);
  });

  test("lets tools watch tasks in the clusters that Batch makes for Fargate too", () => {
    expect(JSON.stringify(policiesOf(stack, "nextflow"))).toContain(
      "task/AWSBatch-acme-genomics-workflows-containers-*",
    );
  });
});

describe("user data", () => {
  test.each<[string, WrittenSettings]>([
    ["as small as it gets", { system: { cromwell: false } }],
    [
      "with everything in it",
      { network: NETWORK, system: { ...FULL, fileSystems: { efs: { existing: "fs-12345678" } } } },
    ],
  ])("%s is a shell script that bash takes, within what EC2 takes", (_, written) => {
    const made = template(stackJson(written));
    const { status, stderr } = spawnSync("/bin/bash", ["--norc", "-n"], { input: shellScript(made), encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(Buffer.byteLength(userData(made))).toBeLessThan(USER_DATA_BYTES / 2);
  });

  test("takes the ids of file systems that are created from their attributes", () => {
    const written = String(template(everything).user_data);
    expect(written).toMatch(/^\$\{base64encode\(join\(/);
    expect(written).toContain('tls,_netdev ", aws_efs_file_system.shared.id, ":/');
    expect(written).toContain('@tcp:/", aws_fsx_lustre_file_system.lustre.mount_name, " /mnt/fsx');
  });

  test("has what Cromwell mounts into containers only where Cromwell is used", () => {
    expect(shellScript(template(stackJson()))).toContain("/usr/local/bin/fetch_and_run.sh");
    expect(shellScript(template(stackJson({ system: { cromwell: false } })))).not.toContain("fetch_and_run");
  });
});

describe.each<[string, WrittenSettings]>([
  ["everything created", { system: FULL }],
  [
    "everything existing",
    {
      network: NETWORK,
      system: {
        bucket: { existing: "theirs" },
        instances: { instanceProfile: { existing: "theirs" } },
        jobRole: { existing: `${ACCOUNT}:role/job` },
        nextflow: { existing: `${ACCOUNT}:role/head` },
        cromwell: { existing: `${ACCOUNT}:role/head` },
      },
    },
  ],
])("genomics-workflows, %s", (title, written) => {
  const stack = stackJson({
    ...written,
    tags: { owner: "lab" },
    iam: { path: "/labs/", permissionsBoundary: `${ACCOUNT}:policy/boundary` },
  });

  test("keeps all of IAM below its path, with its names, boundary and tags", () => {
    for (const role of all(stack.resource, "aws_iam_role"))
      expect(role).toMatchObject({
        path: "/labs/acme/genomics-workflows/",
        name: expect.stringMatching(/^acme-genomics-workflows-/),
        permissions_boundary: `${ACCOUNT}:policy/boundary`,
      });
    for (const thing of [...all(stack.resource, "aws_iam_policy"), ...all(stack.resource, "aws_iam_instance_profile")])
      expect(thing).toMatchObject({ path: "/labs/acme/genomics-workflows/" });
    expect(stack.provider.aws?.[0]?.default_tags).toEqual([
      { tags: { owner: "lab", "groundwork:name": "acme", "groundwork:system": "genomics-workflows" } },
    ]);
  });

  test("tags instances and volumes, which the default tags do not reach", () => {
    expect(template(stack).tag_specifications).toEqual(
      ["instance", "volume"].map((resource_type) => ({
        resource_type,
        tags: expect.objectContaining({ owner: "lab", "groundwork:name": "acme" }),
      })),
    );
  });

  test("has no policy that is larger than IAM takes", () => {
    const roles: SystemRole[] = title === "everything created" ? ["instance", "job", "nextflow", "cromwell"] : [];
    for (const role of roles)
      for (const size of policySizes(policiesOf(stack, role)))
        expect(size).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS);
  });

  test("makes a role, profile, bucket or network only where none is named", () => {
    const made = addresses(stack).filter((address) => /^aws_(iam|s3|vpc\.|subnet|security_group\.)/.test(address));
    if (title === "everything existing") expect(made).toEqual([]);
    else expect(made.length).toBeGreaterThan(10);
  });
});

describe.each([
  ["cn-north-1", "aws-cn", "ec2.amazonaws.com.cn", "s3.cn-north-1.amazonaws.com.cn"],
  ["us-gov-west-1", "aws-us-gov", "ec2.amazonaws.com", "s3.us-gov-west-1.amazonaws.com"],
])("genomics-workflows in %s", (region, partition, ec2, endpoint) => {
  const key = KEY.replace("arn:aws:", `arn:${partition}:`).replace("eu-west-2", region);
  const stack = stackJson({
    region,
    system: {
      bucket: { create: "acme-genomics", kmsKey: key },
      environments: { spot: { allocationStrategy: "BEST_FIT" }, containers: { type: "FARGATE" } },
      instances: { ebsAutoscale: { source: "s3://tools/a.tgz", sha256: "0".repeat(64) }, volumeKmsKey: key },
    },
  });

  test("has ARNs of its partition only", () => {
    const arns = JSON.stringify(stack).match(/arn:[a-z-]+:/g) ?? [];
    expect(new Set(arns)).toEqual(new Set([`arn:${partition}:`]));
  });

  test("trusts services by their names there", () => {
    const principals = (name: string) => JSON.stringify(statements(stack, name)[0]?.principals);
    expect(principals("instance_trust")).toContain(`"${ec2}"`);
    expect(principals("job_trust")).toContain('"ecs-tasks.amazonaws.com"');
    expect(principals("spot_fleet_trust")).toContain('"spotfleet.amazonaws.com"');
    expect(JSON.stringify(statements(stack, "job_policy"))).toContain(`"${endpoint}"`);
  });
});

test("jobs are trusted in this account only, machines by EC2, which does not say for whom", () => {
  const conditions = (name: string) => statements(everything, name)[0]?.condition;
  expect(conditions("job_trust")).toEqual([
    { test: "StringEquals", variable: "aws:SourceAccount", values: ["111122223333"] },
  ]);
  expect(conditions("instance_trust")).toBeUndefined();
  expect(JSON.stringify(statements(everything, "nextflow_trust"))).toContain("ec2.amazonaws.com");
});
