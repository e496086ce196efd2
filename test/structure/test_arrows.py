"""Every #include of src/ follows the arrows of arrows.py; docs/architecture.md lists the same arrows."""
import re
import unittest

from structure import arrows, tree


class Arrows(unittest.TestCase):
    def problems(self, check):
        return [f"{path}: {problem}" for path in tree.sources() for problem in check(path)]

    def assert_none(self, found):
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_every_folder_is_a_room(self):
        rooms = {tree.room_of(path) for path in tree.sources()}
        self.assert_none([room for room in sorted(rooms) if not room.startswith("services/") and room not in arrows.ARROWS])

    def test_includes_follow_the_arrows(self):
        def check(path):
            room = tree.room_of(path)
            may = set(arrows.allowed(room)) | {room}
            if tree.is_test(path):
                may |= set(arrows.TESTS_ALSO)
            for is_quoted, what in tree.includes(path):
                other = tree.room_of_include(what)
                if is_quoted and other not in may and not (other.startswith("services/") and "services" in may):
                    yield f"{room} may not include {what}"
        self.assert_none(self.problems(check))

    def test_only_named_services_use_the_codecs(self):
        def check(path):
            room = tree.room_of(path)
            if room.startswith("services/") and room.split("/")[1] not in arrows.SERVICES_WITH_MODEL_DOCUMENTS:
                for _, what in tree.includes(path):
                    if what.startswith("protocol/") and not tree.is_test(path):
                        yield f"includes {what}; see SERVICES_WITH_MODEL_DOCUMENTS"
        self.assert_none(self.problems(check))

    def test_foreign_libraries_stay_in_their_rooms(self):
        def check(path):
            for is_quoted, what in tree.includes(path):
                homes = next((homes for prefix, homes in arrows.LIBRARIES.items() if what.startswith(prefix)), None)
                if not is_quoted and homes is not None and tree.room_of(path) not in homes:
                    yield f"{what} belongs to {', '.join(homes)}"
        self.assert_none(self.problems(check))

    def test_includes_name_files_that_exist(self):
        def check(path):
            for is_quoted, what in tree.includes(path):
                is_generated = what.startswith("api/") or re.fullmatch(r"services/(all|\w+/operations)\.h", what)
                if is_quoted and not is_generated and not (tree.ROOT / "src" / what).is_file():
                    yield f"{what}: includes are written from src/"
        self.assert_none(self.problems(check))

    def test_the_drawing_lists_the_same_arrows(self):
        page = tree.ROOT / "docs/architecture.md"
        drawn = dict(re.findall(r"^\| `([\w/]+)` \|[^|]*\| ([^|]*) \|$", page.read_text(), re.M))
        listed = {room: sorted(re.findall(r"`([\w/]+)`", drawn.get(room, ""))) for room in drawn}
        self.assertEqual({room: sorted(may) for room, may in arrows.ARROWS.items()}, listed)
