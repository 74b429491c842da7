import { AwsEnvironment } from "../../modules/aws-environment";
import { type AccessPlace, instanceAccess } from "../../modules/instance-access";
import { SystemNames } from "../../modules/system-names";
import { all, only, synth } from "../synth";

const place: AccessPlace = {
  aws: AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" }),
  names: new SystemNames({ name: "acme", system: "slim" }),
};
const THEIRS = "arn:aws:iam::111122223333:policy/team/scratch" as const;

describe("what machines may do", () => {
  test("is a role in a profile of its name, with what the place and others say", () => {
    const json = synth((stack) => {
      instanceAccess(
        stack,
        "worker",
        place,
        {},
        {
          description: "Workers",
          statements: [
            { sid: "ListQueues", actions: ["sqs:ListQueues"], resources: "*", because: "a test", source: "a test" },
          ],
          managedPolicies: [THEIRS],
        },
      );
    });
    expect(only(json.resource, "aws_iam_instance_profile")).toMatchObject({
      name: "acme-slim-worker",
      path: "/groundwork/acme/slim/",
    });
    expect(all(json.resource, "aws_iam_role_policy_attachment").map(({ policy_arn }) => policy_arn)).toEqual([
      "${aws_iam_policy.worker_policy.arn}",
      THEIRS,
    ]);
  });
});
