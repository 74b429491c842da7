import type { PolicyJson } from "../../../modules/policy-document";
import { type Access, verdict } from "../../../tools/proof/judge";
import { policyJson } from "../../role-policies";
import { type DuetRole, duetJson, duetPolicies } from "./duet-json";

const OBJECT = "arn:aws:s3:::acme-runs/duet/nf-work/ab/.command.run";
const OVER_TLS = { "aws:SecureTransport": "true" };
const ROLES: readonly DuetRole[] = ["machine", "instance"];

/** A bucket that another account owns, with our output as its policy. */
describe("the policy to merge into a bucket that existed", () => {
  const stack = duetJson({ duet: { bucket: { existing: "acme-runs", prefix: "duet/" } } });
  const resourcePolicy = policyJson(stack, stack.output.bucket_policy_to_merge?.value);
  const access = (role: DuetRole): Access => ({
    policies: duetPolicies(stack, role),
    principal: `arn:aws:iam::111122223333:role/groundwork/acme/duet/acme-duet-${role}`,
    resourcePolicy,
    resourceAccount: "444455556666",
  });

  test.each(ROLES)("lets the %s work below the prefix", async (role) => {
    for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"])
      expect([action, await verdict(access(role), { action, resource: OBJECT, context: OVER_TLS })]).toEqual([
        action,
        "Allowed",
      ]);
    const list = { action: "s3:ListBucket", resource: "arn:aws:s3:::acme-runs" };
    for (const prefix of ["duet", "duet/", "duet/nf-work"])
      expect(await verdict(access(role), { ...list, context: { ...OVER_TLS, "s3:prefix": prefix } })).toBe("Allowed");
  });

  test.each(ROLES)("lets the %s do nothing outside of the prefix, even where its own policies would", async (role) => {
    const wide = { ...access(role), policies: [everything()] };
    for (const resource of ["arn:aws:s3:::acme-runs/other/x", "arn:aws:s3:::acme-runs/duet-other/x"])
      expect(await verdict(wide, { action: "s3:GetObject", resource, context: OVER_TLS })).toBe("ImplicitlyDenied");
    const list = { action: "s3:ListBucket", resource: "arn:aws:s3:::acme-runs" };
    expect(await verdict(wide, { ...list, context: { ...OVER_TLS, "s3:prefix": "other/" } })).toBe("ImplicitlyDenied");
  });

  test.each(ROLES)("refuses plain HTTP to the %s", async (role) => {
    const overHttp = { "aws:SecureTransport": "false" };
    expect(await verdict(access(role), { action: "s3:GetObject", resource: OBJECT, context: overHttp })).toBe(
      "ExplicitlyDenied",
    );
  });

  test("lets no other role of the account in", async () => {
    const other = { ...access("machine"), policies: [everything()], principal: "arn:aws:iam::111122223333:role/other" };
    expect(await verdict(other, { action: "s3:GetObject", resource: OBJECT, context: OVER_TLS })).toBe(
      "ImplicitlyDenied",
    );
  });

  test("names only roles that are there: S3 refuses a policy with any other", () => {
    const principals = (duet: Record<string, unknown>) => {
      const { output, ...json } = duetJson({ duet: { bucket: { existing: "acme-runs" }, ...duet } });
      const { Statement } = policyJson({ output, ...json }, output.bucket_policy_to_merge?.value);
      return [...new Set(Statement.flatMap(({ Principal }) => (Principal as { AWS?: string[] }).AWS ?? []))];
    };
    const instance = "arn:aws:iam::111122223333:role/groundwork/acme/duet/acme-duet-instance";
    expect(principals({ virtualMachine: false })).toEqual([instance]);
    expect(principals({ virtualMachine: { instanceProfile: { existing: "heads" } } })).toEqual([instance]);
    const existing = "arn:aws:iam::111122223333:role/pipelines/head";
    expect(principals({ virtualMachine: { instanceRole: { existing } } })).toEqual([existing, instance]);
  });
});

function everything(): PolicyJson {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };
}
