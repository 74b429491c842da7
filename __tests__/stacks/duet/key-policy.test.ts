import { policyJson } from "../../role-policies";
import { duetJson } from "./duet-json";

const KEY = "arn:aws:kms:eu-west-2:111122223333:key/12345678-90ab-cdef-1234-567890abcdef";

/** The Sids of the output; nothing where there is none. */
function keyPolicy(duet: Record<string, unknown>): unknown[] | undefined {
  const stack = duetJson({ duet });
  const output = stack.output.kms_key_policy_to_merge;
  return output && policyJson(stack, output.value).Statement.map(({ Sid }) => Sid);
}

describe("the policy to merge into duet's keys", () => {
  test("is no output where there is no key of one's own", () => {
    expect(keyPolicy({})).toBeUndefined();
  });

  test("lets those start instances that Batch starts them by", () => {
    const auto = ["LetAutoScalingEncryptVolumes", "LetAutoScalingHandTheKeyToEc2"];
    const spot = ["LetSpotInstancesEncryptVolumes", "LetSpotInstancesHandTheKeyToEc2"];
    const fleet = ["LetSpotFleetEncryptVolumes", "LetSpotFleetHandTheKeyToEc2"];
    expect(keyPolicy({ batch: { type: "EC2", volumeKmsKey: KEY } })).toEqual(auto);
    expect(keyPolicy({ batch: { volumeKmsKey: KEY } })).toEqual([...auto, ...spot]);
    expect(keyPolicy({ batch: { allocationStrategy: "BEST_FIT", volumeKmsKey: KEY } })).toEqual([
      ...auto,
      ...spot,
      ...fleet,
    ]);
  });

  test("lets the roles of both machines use objects, unless profiles that existed bring their own", () => {
    expect(keyPolicy({ bucket: { create: "acme-duet", kmsKey: KEY } })).toEqual(["LetRolesUseObjects"]);
    const instanceProfile = { existing: "theirs" };
    expect(
      keyPolicy({
        bucket: { create: "acme-duet", kmsKey: KEY },
        virtualMachine: { instanceProfile },
        batch: { instanceProfile },
      }),
    ).toBeUndefined();
  });
});
