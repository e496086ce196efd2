#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

namespace {

bool has_unit_named(Tree& tree, const std::string& parent_id, const std::string& name) {
  auto units = tree.units_in(parent_id);
  return std::any_of(units.begin(), units.end(), [&](const UnitRecord& unit) { return unit.name == name; });
}

}  // namespace

Result<CreateOrganizationalUnitResponse> create_organizational_unit(Organizations&, ports::Call& call,
                                                                    const CreateOrganizationalUnitRequest& request) {
  Tree tree = TRY(managed_tree(call));
  TRY(require_parent(tree, request.parent_id));
  if (has_unit_named(tree, request.parent_id, request.name)) {
    return errors::DuplicateOrganizationalUnitException("An OU with the same name already exists.");
  }
  // The line to the parent holds the root besides the units above.
  if (tree.line_to(request.parent_id).size() > kUnitDepthLimit) {
    return constraint_violation("OU_DEPTH_LIMIT_EXCEEDED", "You have exceeded the maximum depth of five OUs.");
  }
  if (tree.units().size() >= kUnitsLimit) {
    return constraint_violation("OU_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of OUs allowed.");
  }
  auto tags = TRY(merged_tags({}, request.tags.value_or(std::vector<Tag>())));
  UnitRecord unit{new_unit_id(call.ids, tree.organization().root_id), request.name, request.parent_id};
  tree.save(unit);
  tree.save_tags(unit.id, std::move(tags));
  if (tree.is_enabled(kServiceControlPolicy)) tree.attach(std::string(kFullAccessId), unit.id);
  return CreateOrganizationalUnitResponse{view_of(unit, tree)};
}

}  // namespace stellwerk::organizations
