import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyJson } from "../../../modules/policy-document";
import { type Access, allowed } from "../../../tools/proof/judge";
import { type Attack, type Attempt, iam, kept } from "./attack";
import { ADMINISTRATOR, deployersOf } from "./deployers";
import { IAM_ATTACKS } from "./iam-attacks";
import { THING_ATTACKS } from "./thing-attacks";

const KEY = "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555";
const DEPLOYERS = deployersOf(`
name: acme
account: "111122223333"
region: eu-west-2
state: { bucket: acme-terraform-state }
network: create
systems:
  duet: { bucket: { create: acme-duet }, virtualMachine: { dataGiB: 100, volumeKmsKey: "${KEY}" } }
  slim: { bucket: { create: acme-slim }, users: [ada] }
  genomics-workflows: { bucket: { create: acme-genomics }, fileSystems: { efs: { create: true }, lustre: { create: { capacityGiB: 1200 } } } }
  amazon-genomics-cli: {}
`);
const ATTACKS = [...IAM_ATTACKS, ...THING_ATTACKS];

/** Keys that leave it to IAM who uses them; a trust that lets the deployer in: all that others could have done wrong. */
const OPEN: Readonly<Record<string, PolicyJson>> = {
  kms: policy({ Principal: { AWS: iam("root") }, Action: "kms:*", Resource: "*" }),
  sts: policy({ Principal: { AWS: iam("root") }, Action: ["sts:AssumeRole", "sts:TagSession"] }),
};

function policy(statement: object): PolicyJson {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] };
}

/** Whoever tries it, with every right that there is, held by the boundary or not. */
function access({ stack = "duet", as = "deploy" }: Attack, { action }: Attempt, held: boolean): Access {
  const boundary = DEPLOYERS.get(stack)?.boundary[as];
  if (!boundary) throw new Error(`there is no deployer of ${stack}`);
  return {
    policies: [ADMINISTRATOR],
    principal: iam(`role${kept(as, stack)}`),
    resourcePolicy: OPEN[action.split(":")[0] ?? ""],
    ...(held && { boundary }),
  };
}

/** The attempts that are answered otherwise than expected: none, where all is well. */
async function surprises(attack: Attack, attempts: readonly Attempt[], held: boolean, expected: boolean) {
  const found: string[] = [];
  for (const each of attempts) {
    if ((await allowed(access(attack, each, held), each)) !== expected)
      found.push(`${each.action} on ${each.resources.join(", ")} ${JSON.stringify(each.context ?? {})}`);
  }
  return found;
}

describe.each(ATTACKS.map((attack): [string, Attack] => [`${attack.threat}: ${attack.title}`, attack]))(
  "%s",
  (_, attack) => {
    test("is an attack: without the boundary, a planted policy would let it through", async () => {
      // who assumes a role by a token is not asked what policies it has
      const tried = attack.tried.filter(({ action }) => action !== "sts:AssumeRoleWithWebIdentity");
      expect(await surprises(attack, tried, false, true)).toEqual([]);
    });

    test("is refused within the boundary", async () => {
      expect(await surprises(attack, attack.tried, true, false)).toEqual([]);
    });

    if (attack.honest)
      test("and what a deployer needs is not", async () => {
        expect(await surprises(attack, attack.honest ?? [], true, true)).toEqual([]);
      });
  },
);

describe("the list of threats", () => {
  const page = readFileSync(
    join(__dirname, "..", "..", "..", "docs", "decisions", "0002-deployer-boundary.md"),
    "utf8",
  );
  const threats = [...page.matchAll(/^\| (T\d+) \| (.+) \| (.+) \|$/gm)].map(([, id, what, sources]) => ({
    id,
    what,
    sources,
  }));

  test("has an attack for every threat, and no attack that it does not name", () => {
    expect(new Set(ATTACKS.map(({ threat }) => threat))).toEqual(new Set(threats.map(({ id }) => id)));
  });

  test("says of every threat where it is described", () => {
    for (const { sources } of threats) expect(sources).toMatch(/\]\[\w+\]/);
  });
});
