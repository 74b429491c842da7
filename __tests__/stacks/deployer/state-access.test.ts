import { App } from "cdktf";
import { derive } from "../../../stacks/deployer/derivation";
import { addStacks } from "../../../stacks/deployment";
import { parseSettings } from "../../../stacks/settings";
import { granted, sids, stackOf } from "./derived";

const KEY = "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555";
const STATE = "arn:aws:s3:::acme-terraform-state/acme/duet/terraform.tfstate";
const s3 = { bucket: "acme-terraform-state", key: "acme/duet/terraform.tfstate" };

const derivedWith = (backend: object) => derive(stackOf({}, {}, { s3: backend }), { serviceLinkedRoles: "reuse" });

describe("the state of a stack", () => {
  const derived = derivedWith(s3);

  test("is read and locked by a plan, and written by who applies", () => {
    expect(granted(derived, "ReadState")).toMatchObject({ phase: "plan", on: [STATE, `${STATE}.tflock`] });
    expect(granted(derived, "LockState")).toEqual({
      phase: "plan",
      actions: ["s3:DeleteObject", "s3:PutObject"],
      on: [`${STATE}.tflock`],
      if: [],
    });
    expect(granted(derived, "WriteState")).toMatchObject({ phase: "apply", actions: ["s3:PutObject"], on: [STATE] });
  });

  test("is found without a look at other states", () => {
    expect(granted(derived, "FindState")).toEqual({
      phase: "plan",
      actions: ["s3:ListBucket"],
      on: ["arn:aws:s3:::acme-terraform-state"],
      if: ["s3:prefix StringEquals acme/duet/terraform.tfstate or env:/"],
    });
  });

  test("with a key of one's own is encrypted through S3, for these objects only", () => {
    expect(granted(derivedWith({ ...s3, kms_key_id: KEY }), "EncryptState")).toEqual({
      phase: "plan",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      on: [KEY],
      if: [
        "kms:ViaService StringEquals s3.eu-west-2.amazonaws.com",
        `kms:EncryptionContext:aws:s3:arn StringEquals arn:aws:s3:::acme-terraform-state or ${STATE} or ${STATE}.tflock`,
      ],
    });
  });
});

test("a state in a file of this machine needs nothing", () => {
  expect(sids(derive(stackOf({}), { serviceLinkedRoles: "reuse" }).permissions)).toEqual([]);
});

test("the key is the one that stacks write", () => {
  const app = new App();
  const settings = { name: "acme", account: "111122223333", region: "eu-west-2", network: "create" };
  const iam = { permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" };
  addStacks(
    app,
    parseSettings(
      JSON.stringify({ ...settings, state: { bucket: "acme-states" }, iam, systems: { "amazon-genomics-cli": {} } }),
      "groundwork.yaml",
    ),
  );
  const stack = app.node.children.find(({ node }) => node.id === "amazon-genomics-cli");
  const json = (stack as unknown as { toTerraform(): object }).toTerraform();
  expect(granted(derive(json, { serviceLinkedRoles: "reuse" }), "WriteState").on).toEqual([
    "arn:aws:s3:::acme-states/acme/amazon-genomics-cli/terraform.tfstate",
  ]);
});
