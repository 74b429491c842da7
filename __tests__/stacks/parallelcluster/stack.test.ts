import { policySizes } from "../../role-policies";
import { addresses, all, type TerraformJson } from "../../synth";
import {
  DATA,
  FEATURES,
  parallelclusterJson,
  parallelclusterStack,
  policiesOf,
  whoPolicies,
} from "./parallelcluster-json";
import { SETTINGS } from "./settings-cases";

const CHARACTERS = 6144;
const POLICIES = 10;

const ACCOUNT = "arn:aws:iam::111122223333";

/** How many policies each user, group and role has. */
function attachments({ resource }: TerraformJson): Record<string, number> {
  const held: Record<string, number> = {};
  for (const kind of ["user", "group", "role"])
    for (const attachment of all(resource, `aws_iam_${kind}_policy_attachment`)) {
      const names = /^\$\{toset\(\[(.*)\]\)\}$/.exec(String(attachment.for_each))?.[1];
      for (const name of names?.replaceAll('"', "").split(", ") ?? [String(attachment[kind])])
        held[`${kind} ${name}`] = (held[`${kind} ${name}`] ?? 0) + 1;
    }
  return held;
}

describe.each(SETTINGS)("the stack of parallelcluster: $title", ({ settings }) => {
  const stack = parallelclusterJson(settings);
  const { resource } = stack;

  test("has its inventory", () => {
    const counts = Object.entries(resource).map(([type, named]) => `${type} × ${Object.keys(named).length}`);
    expect(counts.sort()).toMatchSnapshot();
    expect(Object.keys(stack.output).sort()).toMatchSnapshot();
  });

  test("is of IAM and of nothing else", () => {
    expect(Object.keys(resource).filter((type) => !type.startsWith("aws_iam_"))).toEqual([]);
  });

  test("has addresses that Terraform takes", () => {
    expect(addresses(stack).filter((address) => !/^aws_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_]*$/.test(address))).toEqual([]);
  });

  test("names everything by its settings", () => {
    const { name: deployment = "acme" } = settings;
    const made = IAM.flatMap((type) => all(resource, type));
    expect(
      made.map(({ name }) => String(name)).filter((name) => !name.startsWith(`${deployment}-parallelcluster-`)),
    ).toEqual([]);
    const path = `${settings.iam?.path ?? "/groundwork/"}${deployment}/parallelcluster/`;
    expect(made.filter((block) => block.path !== path)).toEqual([]);
  });

  test("has the boundary of the settings on every role", () => {
    const boundaries = all(resource, "aws_iam_role").map((role) => role.permissions_boundary);
    expect(boundaries.filter((boundary) => boundary !== settings.iam?.permissionsBoundary)).toEqual([]);
  });

  test("tags everything", () => {
    const tags = {
      ...settings.tags,
      "groundwork:name": settings.name ?? "acme",
      "groundwork:system": "parallelcluster",
    };
    expect(stack.provider.aws?.[0]?.default_tags).toEqual([{ tags }]);
  });

  test("has policies within the quota", () => {
    const sizes = Object.fromEntries(
      Object.entries(policiesOf(stack, "[a-z-]+")).map(([name, policy]) => [name, policySizes([policy])[0] ?? 0]),
    );
    expect(Object.entries(sizes).filter(([, size]) => size > CHARACTERS)).toEqual([]);
    expect(sizes).toMatchSnapshot();
  });

  test("attaches to each user, group and role no more policies than IAM takes", () => {
    const held = attachments(stack);
    expect(Object.entries(held).filter(([, count]) => count > POLICIES)).toEqual([]);
    expect(held).toMatchSnapshot();
  });

  test("gives users, groups and roles the same policies: all of them", () => {
    const policies = Object.keys(stack.output.user_policy_arns?.value as object).length;
    const people = Object.entries(attachments(stack)).filter(([holder]) =>
      /ada|chemists|notebook|user_role/.test(holder),
    );
    expect(people.filter(([, count]) => count !== policies)).toEqual([]);
    expect(people).toHaveLength(settings.parallelcluster?.attachTo ? 4 : 0);
  });
});

const IAM = ["aws_iam_role", "aws_iam_policy", "aws_iam_instance_profile"];

describe("a feature of parallelcluster", () => {
  const users = (parallelcluster: Record<string, unknown>) => {
    const stack = parallelclusterJson({ parallelcluster: { attachTo: { groups: ["chemists"] }, ...parallelcluster } });
    const policies = policiesOf(stack, "base", "iam", "awsbatch", "login", "fsx", "efs", "image", "logs");
    return {
      stack,
      policies,
      texts: Object.fromEntries(Object.entries(policies).map(([n, p]) => [n, JSON.stringify(p)])),
    };
  };
  const LEAST = { iamAccess: "boundary", features: { logRetrieval: false } };

  const POLICY_OF: readonly [feature: string, settings: Record<string, unknown>, thing: string][] = [
    ["AWS Batch", { scheduler: "awsbatch" }, "awsbatch"],
    ["login nodes", { loginNodes: true }, "login"],
    ["FSx", { features: { fsx: true, logRetrieval: false } }, "fsx"],
    ["EFS", { features: { efs: true, logRetrieval: false } }, "efs"],
    ["building images", { features: { imageBuild: true, logRetrieval: false } }, "image"],
    ["reading logs", { features: { logRetrieval: true } }, "logs"],
  ];
  test.each(POLICY_OF)("is a policy of its own, and leaves the names and places of the others: %s", (_, on, thing) => {
    const before = users(LEAST);
    const after = users({ ...LEAST, ...on });
    expect(Object.keys(after.policies).filter((name) => !(name in before.policies))).toEqual([
      `acme-parallelcluster-${thing}`,
    ]);
    // what is handed over and which roles are made is the matter of one policy
    const changed = Object.keys(before.texts).filter((name) => before.texts[name] !== after.texts[name]);
    expect(changed.filter((name) => name !== "acme-parallelcluster-iam")).toEqual([]);
    const attached = ({ stack }: typeof before) =>
      Object.entries(stack.resource.aws_iam_group_policy_attachment ?? {}).map(
        ([address, { policy_arn }]) => `${address} ${policy_arn}`,
      );
    expect(attached(after)).toEqual(expect.arrayContaining(attached(before)));
  });

  test("makes a policy too large only with data, and says what to do", () => {
    const s3Access = Array.from({ length: 30 }, (__, index) => ({
      bucket: `acme-data-of-a-department-with-a-long-name-${index}`,
      prefix: "clusters/",
      write: true,
    }));
    expect(() => parallelclusterStack({ parallelcluster: { iamAccess: "boundary", s3Access } })).toThrow(
      "a permissions boundary is one policy of at most 6144 characters: name fewer buckets in 's3Access', or a boundary of your own in 'iam.permissionsBoundary'",
    );
  });
});

describe("roles of parallelcluster", () => {
  const assumedBy = (settings: Record<string, unknown>) => {
    const { data } = parallelclusterJson({ region: "cn-north-1", parallelcluster: settings });
    const trusts = Object.entries(data.aws_iam_policy_document ?? {}).filter(([name]) => name.endsWith("_trust"));
    return Object.fromEntries(
      trusts.map(([name, { statement }]) => [
        name.replace(/_trust$/, ""),
        /"identifiers":(\[[^\]]*\])/.exec(JSON.stringify(statement))?.[1],
      ]),
    );
  };

  test("are all there where users make none, each for its service", () => {
    expect(assumedBy({ loginNodes: true, features: { imageBuild: true } })).toEqual({
      roles_head_node: '["ec2.amazonaws.com.cn"]',
      roles_compute: '["ec2.amazonaws.com.cn"]',
      roles_login_node: '["ec2.amazonaws.com.cn"]',
      roles_functions: '["lambda.amazonaws.com"]',
      roles_builder: '["ec2.amazonaws.com.cn"]',
      roles_cleanup: '["lambda.amazonaws.com"]',
    });
  });

  test("are those of builds where ParallelCluster would make one without the boundary, and none otherwise", () => {
    const builds = { features: { imageBuild: true } };
    expect(Object.keys(assumedBy({ iamAccess: "boundary", ...builds }))).toEqual(["roles_builder", "roles_cleanup"]);
    expect(assumedBy({ iamAccess: "boundary" })).toEqual({});
    expect(assumedBy({ iamAccess: "privileged", ...builds })).toEqual({});
  });

  test("have the data themselves; where ParallelCluster makes them, a policy is there for it", () => {
    const names = (iamAccess: string) =>
      Object.keys(policiesOf(parallelclusterJson({ parallelcluster: { iamAccess, s3Access: DATA } }), "data"));
    expect(names("restricted")).toEqual([]);
    expect(names("boundary")).toEqual(["acme-parallelcluster-data"]);
    const stack = parallelclusterJson({ parallelcluster: { loginNodes: true, s3Access: DATA } });
    for (const who of ["head-node", "compute", "login-node"] as const)
      expect(JSON.stringify(whoPolicies(stack, who))).toContain("arn:aws:s3:::acme-results/hpc/*");
  });
});

describe("the outputs of parallelcluster", () => {
  const outputs = (parallelcluster: Record<string, unknown>) => parallelclusterJson({ parallelcluster }).output;

  test("are policies to attach, by their feature", () => {
    const { user_policy_arns, user_role_arn } = outputs({ features: FEATURES, assumableBy: [`${ACCOUNT}:user/ada`] });
    expect(user_policy_arns?.value).toEqual({
      base: "${aws_iam_policy.base.arn}",
      "base-2": "${aws_iam_policy.base_policy_2.arn}",
      iam: "${aws_iam_policy.iam.arn}",
      fsx: "${aws_iam_policy.fsx.arn}",
      efs: "${aws_iam_policy.efs.arn}",
      image: "${aws_iam_policy.image.arn}",
      logs: "${aws_iam_policy.logs.arn}",
    });
    expect(user_policy_arns?.description).toContain("What attaches to people is for an administrator to apply");
    expect(user_role_arn?.value).toBe(`${ACCOUNT}:role/groundwork/acme/parallelcluster/acme-parallelcluster-user`);
  });

  test("are the roles by what they are for", () => {
    const role = (thing: string) => `${ACCOUNT}:role/groundwork/acme/parallelcluster/acme-parallelcluster-${thing}`;
    expect(outputs({ loginNodes: true, features: { imageBuild: true } }).role_arns?.value).toEqual({
      headNode: role("head-node"),
      compute: role("compute"),
      loginNode: role("login-node"),
      functions: role("functions"),
      builder: role("builder"),
      cleanup: role("cleanup"),
    });
    expect(outputs({ iamAccess: "privileged" }).role_arns).toBeUndefined();
  });

  test("say in words what users can do in IAM", () => {
    const said = (iamAccess: string) => outputs({ iamAccess }).iam_access?.value;
    expect(said("restricted")).toBe(
      "Users write nothing in IAM. They hand the roles of this stack to machines and functions, and no others.",
    );
    expect(said("boundary")).toMatch(/only with the permissions boundary, .* nothing they make reaches beyond/);
    expect(said("privileged")).toMatch(/without a limit .* Give it to administrators only\.$/);
  });

  test("name the bucket that ParallelCluster makes for account and region, or the one that is named", () => {
    // sha256 of "111122223333eu-west-2", as cli/src/pcluster/models/s3_bucket.py reckons it
    expect(outputs({}).bucket_name?.value).toBe("parallelcluster-f759d471f603835e-v1-do-not-delete");
    expect(outputs({ bucket: { existing: "acme-hpc" } }).bucket_name?.value).toBe("acme-hpc");
  });

  test("name the boundary, made or the organisation's", () => {
    expect(outputs({ iamAccess: "boundary" }).permissions_boundary_arn?.value).toBe(
      `${ACCOUNT}:policy/groundwork/acme/parallelcluster/acme-parallelcluster-boundary`,
    );
    const iam = { permissionsBoundary: `${ACCOUNT}:policy/boundary` };
    const theirs = parallelclusterJson({ iam, parallelcluster: { iamAccess: "boundary" } });
    expect(theirs.output.permissions_boundary_arn?.value).toBe(`${ACCOUNT}:policy/boundary`);
    expect(Object.keys(policiesOf(theirs, "boundary"))).toEqual([]);
  });
});

describe("parallelcluster in other partitions", () => {
  test.each(["boundary", "restricted"])("speaks of the region's partition wherever it has an ARN: %s", (iamAccess) => {
    const own = { iamAccess, loginNodes: true, features: { fsx: true, efs: true, imageBuild: true }, s3Access: DATA };
    const text = (region: string) => JSON.stringify(parallelclusterJson({ region, parallelcluster: own }));
    expect(text("cn-north-1")).not.toMatch(/arn:aws(-us-gov)?:/);
    expect(text("us-gov-west-1")).not.toMatch(/arn:aws(-cn)?:/);
    expect(text("eu-west-2")).not.toMatch(/arn:aws-/);
  });
});
