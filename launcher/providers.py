"""Where terraform's provider comes from when its registry cannot be reached: a mirror on this machine."""
import os
import pathlib
import re

MIRROR_ROOTS = ("/opt", "/usr/share", "/usr/local/share", "~/.terraform.d", "~/.local/share")
MIRROR_DEPTH = 3
PROVIDER = "registry.terraform.io/hashicorp/aws"
NO_REGISTRY = re.compile(r"registry|provider packages", re.IGNORECASE)
HOW_TO_MIRROR = ("Without access to the registry, lay a mirror (terraform providers mirror) at $STELLWERK_TERRAFORM_MIRROR or "
                 "below one of: " + ", ".join(MIRROR_ROOTS))


def is_out_of_reach(output):
    """Whether `terraform init` says that it could not get a provider."""
    return NO_REGISTRY.search(output) is not None


def use_mirror(settings):
    """Whether there is a mirror, from now on used instead of the registry by whoever reads the file `settings`."""
    mirror = find_mirror()
    if not mirror or settings.exists():
        return False
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("# Written by ./stellwerk up, as the registry could not be reached.\n" + mirror_settings(mirror))
    return True


def mirror_settings(mirror):
    return f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n'


def find_mirror():
    """A folder laid out as `terraform providers mirror` does it, with hashicorp/aws in it."""
    for root in (os.environ.get("STELLWERK_TERRAFORM_MIRROR", MIRROR_ROOTS[0]), *MIRROR_ROOTS):
        level = [pathlib.Path(root).expanduser()]
        for _ in range(MIRROR_DEPTH):
            for folder in level:
                if (folder / PROVIDER).is_dir():
                    return folder
            level = [child for folder in level for child in _folders(folder)]
    return None


def _folders(path):
    try:
        return sorted(child for child in path.iterdir() if child.is_dir() and not child.is_symlink())
    except OSError:
        return []
