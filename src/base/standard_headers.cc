// A target must compile something for the others to reuse its precompiled header.
#include "base/standard_headers.h"
