import { formParameters } from "../../../tools/proof/form-parameters";

test("lists of both protocols are arrays, in the order of their numbers", () => {
  expect(formParameters("Id.2=b&Id.1=a&Id.10=c&Names.member.1=d")).toEqual({ Id: ["a", "b", "c"], Names: ["d"] });
});

test("sections stand in sections", () => {
  const form =
    "TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=a%20b";
  expect(formParameters(form)).toEqual({
    TagSpecification: [{ ResourceType: "vpc", Tag: [{ Key: "Name", Value: "a b" }] }],
  });
});
