import { policySizes } from "../../role-policies";
import { addresses, all, type Block } from "../../synth";
import { agcJson, agcPolicies, WHO, type WrittenSettings } from "./agc-json";

const CHARACTERS = 6144;
const ACCOUNT = "arn:aws:iam::111122223333";

const SETTINGS: readonly { title: string; settings: WrittenSettings; boundary?: string }[] = [
  { title: "nothing but its defaults", settings: {} },
  { title: "a group of scientists", settings: { agc: { attachTo: { groups: ["scientists"] } } } },
  {
    title: "an organisation's boundary, path and tags, and people of every kind",
    settings: {
      tags: { owner: "genomics" },
      iam: { path: "/teams/", permissionsBoundary: `${ACCOUNT}:policy/boundary` },
      agc: {
        attachTo: { users: ["ada"], groups: ["scientists", "students"], roles: ["sign-in"] },
        assumableBy: [`${ACCOUNT}:user/grace`],
        admin: { attachTo: { groups: ["operators"] }, assumableBy: [`${ACCOUNT}:role/operations`] },
      },
    },
    boundary: `${ACCOUNT}:policy/boundary`,
  },
  {
    title: "a bucket that existed, with a key, and inputs",
    settings: {
      agc: {
        bucket: {
          existing: "acme-genomics",
          kmsKey: "arn:aws:kms:eu-west-2:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab",
        },
        inputBuckets: [{ bucket: "references", prefix: "hg38/" }, { bucket: "panels" }],
      },
    },
  },
];

describe.each(SETTINGS)("the stack of amazon-genomics-cli with $title", ({ settings, boundary }) => {
  const stack = agcJson(settings);
  const { resource } = stack;

  test("has its inventory, of IAM alone", () => {
    const counts = Object.entries(resource).map(([type, made]) => `${type} × ${Object.keys(made).length}`);
    expect(counts.sort()).toMatchSnapshot();
    expect(Object.keys(stack.output).sort()).toMatchSnapshot();
    expect(Object.keys(resource).filter((type) => !type.startsWith("aws_iam_"))).toEqual([]);
  });

  test("has addresses that Terraform takes", () => {
    expect(addresses(stack).filter((address) => !/^aws_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_]*$/.test(address))).toEqual([]);
  });

  test("names everything by its settings, and tags it", () => {
    const things = ["aws_iam_role", "aws_iam_policy"].flatMap((type) => all(resource, type));
    expect(
      things.map(({ name }) => String(name)).filter((name) => !name.startsWith("acme-amazon-genomics-cli-")),
    ).toEqual([]);
    const path = `${settings.iam?.path ?? "/groundwork/"}acme/amazon-genomics-cli/`;
    expect(things.filter((thing) => thing.path !== path)).toEqual([]);
    const tags = { ...settings.tags, "groundwork:name": "acme", "groundwork:system": "amazon-genomics-cli" };
    expect(stack.provider.aws?.[0]?.default_tags).toEqual([{ tags }]);
  });

  test("has the boundary of the settings on every role of its own", () => {
    expect(all(resource, "aws_iam_role").filter((role) => role.permissions_boundary !== boundary)).toEqual([]);
  });

  test("requires on every role that AGC makes that boundary, or one that it makes", () => {
    const own = `${ACCOUNT}:policy/groundwork/acme/amazon-genomics-cli/acme-amazon-genomics-cli-boundary`;
    for (const who of ["core", "contexts"] as const) {
      const written = JSON.stringify(agcPolicies(stack, who));
      expect([...written.matchAll(/"iam:PermissionsBoundary":\["([^"]*)"\]/g)].map(([, arn]) => arn)).toEqual([
        boundary ?? own,
        boundary ?? own,
      ]);
    }
    expect(stack.output.boundary_arn?.value).toBe(boundary ?? own);
    expect(agcPolicies(stack, "boundary").length).toBe(boundary ? 0 : 1);
  });

  test.each(WHO)("has policies of %s within the quotas", (who) => {
    const sizes = policySizes(agcPolicies(stack, who));
    expect(sizes.filter((size) => size > CHARACTERS)).toEqual([]);
    expect(sizes.length).toBeLessThanOrEqual(who === "contexts" ? 3 : 2);
  });

  test("attaches its policies to who is named, and to nobody else", () => {
    const { attachTo = {}, admin = {} } = (settings.agc ?? {}) as {
      attachTo?: Holders;
      admin?: { attachTo?: Holders };
    };
    const twice = [...kinds(attachTo), ...kinds(attachTo)];
    expect(attached(resource)).toEqual([...twice, ...kinds(admin.attachTo ?? {})].sort());
  });
});

test("more inputs than a boundary can name are refused, with what helps", () => {
  const inputBuckets = Array.from({ length: 40 }, (_, index) => ({ bucket: `references-${index}` }));
  expect(() => agcJson({ agc: { inputBuckets } })).toThrow(
    "a permissions boundary is one policy of at most 6144 characters: name fewer 'inputBuckets', or a boundary of your own in 'iam.permissionsBoundary'",
  );
});

interface Holders {
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  readonly roles?: readonly string[];
}

/** `group scientists,students` for each kind. */
function kinds({ users, groups, roles }: Holders): string[] {
  return Object.entries({ user: users, group: groups, role: roles }).flatMap(([kind, names]) =>
    names ? [`${kind} ${names}`] : [],
  );
}

/** Who gets a policy, of all attachments that are not to roles of the stack itself. */
function attached(resource: Readonly<Record<string, Readonly<Record<string, Block>>>>): string[] {
  return ["user", "group", "role"]
    .flatMap((kind) =>
      all(resource, `aws_iam_${kind}_policy_attachment`).flatMap((attachment) => {
        const names = JSON.stringify(attachment.for_each ?? "").match(/\[.*?\]/)?.[0] ?? "";
        return names.includes("aws_iam_role") || names === "" ? [] : [`${kind} ${names.replace(/[[\]"\\ ]/g, "")}`];
      }),
    )
    .sort();
}
