import { ConfiguredResource } from "../../../stacks/deployer/configured-resource";

const stack = {
  resource: {
    aws_iam_role: { machine: { name: "acme-machine", path: "/acme/" } },
    aws_s3_bucket: { data: { bucket: "acme-runs" } },
    aws_iam_role_policy_attachment: {
      literal: { role: "sign-in", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      referred: { role: "${aws_iam_role.machine.name}" },
      each: { for_each: '${toset(["ada", "grace@example.org"])}', role: "${each.value}" },
      each_role: { for_each: "${toset([aws_iam_role.machine.name])}", role: "${each.value}" },
      unknown: { role: "${base64encode(timestamp())}" },
      astray: { role: "${aws_iam_role.elsewhere.name}" },
    },
    aws_batch_job_queue: {
      queue: {
        state: "ENABLED",
        compute_environment_order: [
          { compute_environment: "${aws_iam_role.machine.arn}" },
          { compute_environment: "arn:b" },
        ],
        nothing: null,
        on: true,
        off: false,
      },
    },
    aws_s3_bucket_policy: { data: { bucket: "${aws_s3_bucket.data.id}" } },
    aws_efs_mount_target: {
      shared: { subnet_id: "${element([aws_iam_role.machine.id, aws_s3_bucket.data.id], count.index)}" },
    },
  },
  data: { aws_iam_instance_profile: { theirs: { name: "theirs" } } },
};

const all = ConfiguredResource.allOf(stack);
const one = (address: string) => {
  const found = all.find((each) => each.address === address);
  if (!found) throw new Error(`there is no ${address}`);
  return found;
};
const attachment = (name: string) => one(`aws_iam_role_policy_attachment.${name}`);

describe("the resources of a stack", () => {
  test("are in the order of their addresses, data sources with their word", () => {
    const addresses = all.map(({ address }) => address);
    expect(addresses).toEqual([...addresses].sort());
    expect(addresses).toContain("data.aws_iam_instance_profile.theirs");
  });

  test.each([
    ["a text", "literal", ["sign-in"]],
    ["a reference to a name", "referred", ["acme-machine"]],
    ["each of some texts", "each", ["ada", "grace@example.org"]],
    ["each of some references", "each_role", ["acme-machine"]],
  ])("have names that are followed to where they are written: %s", (_, name, names) => {
    expect(attachment(name).names("role")).toEqual(names);
  });

  test("have the name of a bucket behind its id", () => {
    expect(one("aws_s3_bucket_policy.data").named("bucket")).toBe("acme-runs");
  });

  test("have blocks, and lists of them", () => {
    const queue = one("aws_batch_job_queue.queue");
    const order = queue.all("compute_environment_order.compute_environment");
    expect(order.map((each) => (typeof each === "string" ? each : each.address))).toEqual([
      "aws_iam_role.machine",
      "arn:b",
    ]);
    expect(queue.has("compute_environment_order.order")).toBe(false);
  });

  test("know whether something is set, and which flags are on", () => {
    const queue = one("aws_batch_job_queue.queue");
    expect(["state", "nothing", "missing"].map((path) => queue.has(path))).toEqual([true, false, false]);
    expect(["on", "off", "missing"].map((path) => queue.flag(path))).toEqual([true, false, false]);
  });

  test("give every reference of an expression", () => {
    const found = one("aws_efs_mount_target.shared").all("subnet_id");
    expect(found.map((each) => typeof each !== "string" && each.address)).toEqual([
      "aws_iam_role.machine",
      "aws_s3_bucket.data",
    ]);
  });
});

describe("what is not known before Terraform runs", () => {
  test("is refused, with the attribute and what stands there", () => {
    expect(() => attachment("unknown").all("role")).toThrow(
      "'role' of aws_iam_role_policy_attachment.unknown must be known before anything exists, got ${base64encode(timestamp())}",
    );
  });

  test("is refused where a name leads to nothing in the stack", () => {
    expect(() => attachment("astray").all("role")).toThrow(
      "aws_iam_role_policy_attachment.astray must refer to what is in its stack, got ${aws_iam_role.elsewhere.name}",
    );
  });

  test.each(["each", "literal"])("is refused where one name is asked for and there is another number: %s", (name) => {
    const path = name === "each" ? "role" : "missing";
    expect(() => attachment(name).named(path)).toThrow(
      `'${path}' of aws_iam_role_policy_attachment.${name} must be one name that is known before anything exists`,
    );
  });
});
