#pragma once
#include <memory>
#include <string>

#include "auth/form_policy.h"
#include "base/http_message.h"
#include "base/result.h"

/// A browser's form that uploads a file to S3: it becomes the PutObject that it means, and goes the way of all
/// requests from there.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
namespace stellwerk::gateway {

struct FormUpload {
  std::string bucket;
  std::string key;
  auth::FormFields fields;
};

/// POST of multipart/form-data to a bucket, with no signature in header or query.
bool is_form_upload(const HttpRequest& request);

/// Reads the fields and turns `request`, whose path holds the bucket, into a PutObject with the file as its body.
/// Errors: those of read_form_data; InvalidArgument (no key, tags given twice), MalformedXML (tagging).
Result<FormUpload> open_form(HttpRequest& request);

/// Turns PutObject's answer into that which the form asks for: 200, 201 with a document, 204 or a redirection.
void answer_form(const FormUpload& form, const std::string& endpoint, HttpResponse& response);

}  // namespace stellwerk::gateway
