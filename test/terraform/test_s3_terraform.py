"""Terraform with the official provider: buckets with all their configurations, and state in S3 with a lock."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from harness import REGION, shared_server, terraform_environment

PROVIDER = """
terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
  BACKEND
}
provider "aws" {
  region            = "%s"
  s3_use_path_style = true
}
""" % REGION

BUCKETS = """
resource "aws_kms_key" "site" { description = "site" }
resource "aws_s3_bucket" "site" {
  bucket        = "tf-site"
  force_destroy = true
  tags          = { team = "TEAM" }
}
resource "aws_s3_bucket_versioning" "site" {
  bucket = aws_s3_bucket.site.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.site.arn
    }
  }
}
resource "aws_s3_bucket_public_access_block" "site" {
  bucket                  = aws_s3_bucket.site.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = false
  restrict_public_buckets = false
}
resource "aws_s3_bucket_ownership_controls" "site" {
  bucket = aws_s3_bucket.site.id
  rule { object_ownership = "BucketOwnerEnforced" }
}
resource "aws_s3_bucket_policy" "site" {
  bucket     = aws_s3_bucket.site.id
  depends_on = [aws_s3_bucket_public_access_block.site]
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.site.arn}/*" }]
  })
}
resource "aws_s3_bucket_website_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  index_document { suffix = "index.html" }
  error_document { key = "error.html" }
}
resource "aws_s3_bucket" "plain" {
  bucket        = "tf-plain"
  force_destroy = true
}
resource "aws_s3_object" "page" {
  bucket       = aws_s3_bucket.plain.id
  key          = "index.html"
  content      = "<p>hello"
  content_type = "text/html"
  etag         = md5("<p>hello")
  tags         = { a = "b" }
}
resource "aws_s3_object" "sealed" {
  depends_on = [aws_s3_bucket_server_side_encryption_configuration.site, aws_s3_bucket_versioning.site]
  bucket     = aws_s3_bucket.site.id
  key        = "sealed.txt"
  content    = "sealed"
}
data "aws_s3_object" "page" {
  bucket = aws_s3_object.page.bucket
  key    = aws_s3_object.page.key
}
data "aws_canonical_user_id" "me" {}
output "page" { value = data.aws_s3_object.page.body }
"""

BACKEND = """backend "s3" {
    bucket         = "tf-state"
    key            = "network/terraform.tfstate"
    region         = "%s"
    use_lockfile   = true
    use_path_style = true
    encrypt        = true
  }""" % REGION


class Terraform(unittest.TestCase):
    def setUp(self):
        self.server = shared_server()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-terraform-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.environment = terraform_environment(self.server, self.folder)

    def terraform(self, *arguments, folder=None, expect=0):
        done = subprocess.run(["terraform", *arguments], cwd=folder or self.folder, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        self.assertEqual(done.returncode, expect, done.stdout)
        return done.stdout

    def test_buckets(self):
        (self.folder / "main.tf").write_text(PROVIDER.replace("BACKEND", "") + BUCKETS)
        self.terraform("init", "-no-color")
        self.terraform("apply", "-auto-approve", "-no-color")
        self.terraform("plan", "-detailed-exitcode", "-no-color")  # 2 would tell of a difference
        self.assertIn("<p>hello", self.terraform("output", "-no-color"))
        (self.folder / "main.tf").write_text(PROVIDER.replace("BACKEND", "") + BUCKETS.replace("TEAM", "OTHER"))
        self.assertIn("1 changed", self.terraform("apply", "-auto-approve", "-no-color"))
        self.terraform("plan", "-detailed-exitcode", "-no-color")
        self.terraform("destroy", "-auto-approve", "-no-color")

    def test_state_with_a_lock(self):
        s3 = self.server.client("s3", s3={"addressing_style": "path"})
        s3.create_bucket(Bucket="tf-state", CreateBucketConfiguration={"LocationConstraint": REGION})
        text = PROVIDER.replace("BACKEND", BACKEND) + 'resource "terraform_data" "x" { input = "1" }\n'
        (self.folder / "main.tf").write_text(text)
        self.terraform("init", "-no-color")
        self.terraform("apply", "-auto-approve", "-no-color")
        self.assertEqual(s3.list_objects_v2(Bucket="tf-state")["KeyCount"], 1)
        s3.put_object(Bucket="tf-state", Key="network/terraform.tfstate.tflock",
                      Body=b'{"ID":"11111111-2222-3333-4444-555555555555","Operation":"OperationTypeApply","Who":"another"}')
        self.assertIn("another", self.terraform("apply", "-auto-approve", "-no-color", expect=1))
        s3.delete_object(Bucket="tf-state", Key="network/terraform.tfstate.tflock")
        self.terraform("plan", "-detailed-exitcode", "-no-color")


if __name__ == "__main__":
    unittest.main()
