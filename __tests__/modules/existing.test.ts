import { TerraformOutput, TerraformVariable } from "cdktf";
import { type Existing, existingByArn, isGiven, resolved } from "../../modules/existing";
import { synth } from "../synth";

const CREATED = { name: "acme-service", arn: "arn:aws:iam::111122223333:role/acme-service" } as const;
const THEIRS = existingByArn("arn:aws:iam::111122223333:role/path/theirs");

describe("a thing that exists", () => {
  test("has the name that ends its ARN", () => {
    expect(THEIRS).toEqual({ name: "theirs", arn: "arn:aws:iam::111122223333:role/path/theirs" });
  });

  test("is given unless it says otherwise, and one that is left out is not", () => {
    expect([isGiven(THEIRS), isGiven({ given: false }), isGiven(undefined)]).toEqual([true, false, false]);
  });
});

describe("a thing that is wanted", () => {
  test("is created under its own name, is used under theirs, or is not there", () => {
    expect(resolved("create", CREATED)).toEqual({ create: true, ...CREATED });
    expect(resolved(THEIRS, CREATED)).toEqual({ create: false, name: THEIRS.name, arn: THEIRS.arn });
    expect(resolved(undefined, CREATED)).toEqual({ create: false, name: CREATED.name, arn: undefined });
  });

  test("is left to Terraform where it alone knows", () => {
    const { output } = synth((stack) => {
      const text = new TerraformVariable(stack, "existing", { type: "string" }).stringValue;
      const flag = (name: string) => new TerraformVariable(stack, name, { type: "bool" }).booleanValue;
      const existing: Existing = existingByArn(text, flag("given"));
      const made = resolved({ create: flag("create"), existing }, CREATED);
      for (const name of ["name", "arn"] as const) new TerraformOutput(stack, `its-${name}`, { value: made[name] });
    });
    expect(output.its_name?.value).toBe('${var.given ? basename(var.existing) : "acme-service"}');
    expect(output.its_arn?.value).toBe(
      `\${(var.create || var.given) ? var.given ? var.existing : "${CREATED.arn}" : null}`,
    );
  });
});
