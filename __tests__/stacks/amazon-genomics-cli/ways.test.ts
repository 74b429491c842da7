import { type Access, allowed } from "../../../tools/proof/judge";
import { agcAccess, agcJson, WHO, type Who } from "./agc-json";
import { ACCOUNT, END, HOME } from "./place";
import { WAYS } from "./ways";

const stack = agcJson();

/** The calls that are allowed: none, where all is well. */
async function open(access: Access, calls: (typeof WAYS)[number]["calls"]): Promise<string[]> {
  const found: string[] = [];
  for (const call of calls) if (await allowed(access, call)) found.push(`${call.action} on ${call.resources}`);
  return found;
}

describe.each(WHO)("of the ways to more than was given, %s has none:", (who: Who) => {
  test.each(WAYS)("$title", async ({ calls }) => {
    expect(await open(agcAccess(stack, who), calls)).toEqual([]);
  });
});

test("only the function of the core stack writes scripts, of all roles within the boundary", async () => {
  const script = `arn:aws:s3:::${HOME.bucket}/artifacts/batch-artifacts/install.sh`;
  const writes = (name: string) => {
    const principal = `arn:aws:iam::${ACCOUNT}:role/${name}`;
    const context = { "aws:PrincipalArn": principal };
    return allowed(agcAccess(stack, "boundary", principal), { action: "s3:PutObject", resources: [script], context });
  };
  expect(await writes(`Agc-Core-CustomCDKBucketDeployment-${END}`)).toBe(true);
  expect(await writes(`Agc-Context-demo-ada-spot-Adapter-${END}`)).toBe(false);
  expect(await writes(`acme/Agc-Core-CustomCDKBucketDeployment-${END}`)).toBe(false);
});

test("a role that is made goes as far as the boundary, and the boundary allows nothing in IAM but to look and to pass", () => {
  const actions = agcAccess(stack, "boundary").boundary?.Statement.flatMap(({ Action }) => Action as string[]);
  expect(actions?.filter((action) => action.startsWith("iam:") || action.startsWith("sts:"))).toEqual([
    "iam:PassRole",
    "iam:GetInstanceProfile",
    "iam:GetRole",
  ]);
});
