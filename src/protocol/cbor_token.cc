#include "protocol/cbor_token.h"

#include <cbor.h>

namespace stellwerk::protocol {
namespace {

CborToken& token(void* context) { return *static_cast<CborToken*>(context); }

template <CborToken::Kind kKind, class Number>
void numbered(void* context, Number number) {
  token(context) = {.kind = kKind, .number = number};
}

template <CborToken::Kind kKind>
void alone(void* context) {
  token(context) = {.kind = kKind};
}

template <CborToken::Kind kKind>
void with_content(void* context, cbor_data data, std::size_t size) {
  token(context) = {.kind = kKind, .content = {reinterpret_cast<const char*>(data), size}};
}

template <class Real>
void decimal(void* context, Real value) {
  token(context) = {.kind = CborToken::real, .decimal = value};
}

constexpr cbor_callbacks kCallbacks{
    .uint8 = numbered<CborToken::unsigned_integer, std::uint8_t>,
    .uint16 = numbered<CborToken::unsigned_integer, std::uint16_t>,
    .uint32 = numbered<CborToken::unsigned_integer, std::uint32_t>,
    .uint64 = numbered<CborToken::unsigned_integer, std::uint64_t>,
    .negint64 = numbered<CborToken::negative_integer, std::uint64_t>,
    .negint32 = numbered<CborToken::negative_integer, std::uint32_t>,
    .negint16 = numbered<CborToken::negative_integer, std::uint16_t>,
    .negint8 = numbered<CborToken::negative_integer, std::uint8_t>,
    .byte_string_start = alone<CborToken::bytes_begin>,
    .byte_string = with_content<CborToken::bytes>,
    .string = with_content<CborToken::text>,
    .string_start = alone<CborToken::text_begin>,
    .indef_array_start = alone<CborToken::array_begin>,
    .array_start = numbered<CborToken::array, std::size_t>,
    .indef_map_start = alone<CborToken::map_begin>,
    .map_start = numbered<CborToken::map, std::size_t>,
    .tag = numbered<CborToken::tag, std::uint64_t>,
    .float2 = decimal<float>,
    .float4 = decimal<float>,
    .float8 = decimal<double>,
    .undefined = alone<CborToken::null>,
    .null = alone<CborToken::null>,
    .boolean = [](void* context, bool value) { token(context) = {.kind = CborToken::boolean, .number = value}; },
    .indef_break = alone<CborToken::end>,
};

}  // namespace

Result<CborToken> take_cbor_token(std::string_view& rest) {
  CborToken taken;
  const auto* data = reinterpret_cast<cbor_data>(rest.data());
  const cbor_decoder_result done = cbor_stream_decode(data, rest.size(), &kCallbacks, &taken);
  if (done.status != CBOR_DECODER_FINISHED) {
    return Error{"SerializationException",
                 done.status == CBOR_DECODER_NEDATA ? "The body ends within a value." : "The body is not valid CBOR.",
                 400};
  }
  rest.remove_prefix(done.read);
  return taken;
}

}  // namespace stellwerk::protocol
