#include "shelf/size_text.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <stdexcept>
#include <system_error>

namespace shelf {

namespace {

constexpr std::array<const char*, 5> kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};

/// The number of bytes behind a unit's letter, or 0 for an unknown letter.
std::uint64_t unit_bytes(char letter) {
  switch (letter) {
    case 'K':
    case 'k':
      return 1ULL << 10;
    case 'M':
    case 'm':
      return 1ULL << 20;
    case 'G':
    case 'g':
      return 1ULL << 30;
    default:
      return 0;
  }
}

}  // namespace

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1024) {
    return std::to_string(bytes) + " B";
  }
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1024.0 && unit + 1 < kUnits.size()) {
    value /= 1024.0;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %s", value, kUnits[unit]);
  return text;
}

std::uint64_t parse_size(const std::string& text) {
  if (text.empty()) {
    throw std::invalid_argument("size must not be empty");
  }
  const char* const end = text.data() + text.size();
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc()) {
    throw std::invalid_argument("size must start with a number: " + text);
  }
  if (rest == end) {
    return number;
  }
  const std::uint64_t unit = unit_bytes(*rest);
  if (unit == 0 || rest + 1 != end) {
    throw std::invalid_argument("unknown unit in size: " + text);
  }
  if (number > std::numeric_limits<std::uint64_t>::max() / unit) {
    throw std::invalid_argument("size is too large: " + text);
  }
  return number * unit;
}

}  // namespace shelf
