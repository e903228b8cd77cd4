#pragma once

#include <cstdint>
#include <string>

namespace shelf {

/// Writes a number of bytes for people: 532 B, 1.5 KiB, 20.0 MiB.
std::string size_text(std::uint64_t bytes);

/// Reads a size such as "64", "64K", "15M" or "2G" as a number of bytes.
/// @throws std::invalid_argument when the text is not a size
std::uint64_t parse_size(const std::string& text);

}  // namespace shelf
