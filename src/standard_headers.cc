// A target must compile something for the others to reuse its precompiled header.
#include "standard_headers.h"
