#include "services/sts/service.h"
