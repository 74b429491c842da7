import { TerraformIterator, TerraformOutput } from "cdktf";
import { PlacementGroup } from "../../modules/placement-group";
import { only, synth } from "../synth";

test("a placement group is a cluster: instances stand close together", () => {
  const json = synth((stack) => {
    new PlacementGroup(stack, "mpi", { groupName: "acme-slim-mpi", tags: { owner: "imaging" } });
  });
  expect(only(json.resource, "aws_placement_group")).toEqual({
    name: "acme-slim-mpi",
    strategy: "cluster",
    tags: { owner: "imaging" },
  });
});

test("a placement group of each of several things goes by their names", () => {
  const json = synth((stack) => {
    const forEach = TerraformIterator.fromMap({ mpi: "c5n" });
    const { groupName } = new PlacementGroup(stack, "mpi", { groupName: `acme-${forEach.key}`, forEach });
    new TerraformOutput(stack, "name", { value: groupName });
  });
  expect(only(json.resource, "aws_placement_group")).toMatchObject({ name: "acme-${each.key}" });
  expect(json.output.name?.value).toBe("${aws_placement_group.mpi[each.key].name}");
});
