#include "services/iam/managed_policies_data.h"

// The linker takes the file as it is: an array of half a million numbers would take a compiler seconds.
__asm__(
    ".pushsection .rodata\n"
    ".global stellwerk_managed_policies_begin\n"
    ".global stellwerk_managed_policies_end\n"
    "stellwerk_managed_policies_begin:\n"
    ".incbin \"" STELLWERK_MANAGED_POLICIES
    "\"\n"
    "stellwerk_managed_policies_end:\n"
    ".popsection\n");

extern "C" const char stellwerk_managed_policies_begin[], stellwerk_managed_policies_end[];

namespace stellwerk::iam {

std::string_view managed_policies_data() { return {stellwerk_managed_policies_begin, stellwerk_managed_policies_end}; }

}  // namespace stellwerk::iam
