# Looks at how long tea is brewed, and whether people liked it.

library(dplyr)
library(ggplot2)
suppressPackageStartupMessages(require("tidyr"))

set.seed(42L)
max_minutes <- 10
ratio = 1.5e-3
mask <- 0xFFL
greeting <- 'it\'s "tea" time'

#' Reads the measurements.
#'
#' @param path Where the file is.
#' @return A data frame.
#' @export
read_tea <- function(path, sep = ",", ...) {
  if (!file.exists(path)) {
    stop("No such file: ", path, call. = FALSE)
  }
  data <- read.csv(path, sep = sep, stringsAsFactors = FALSE, ...)
  names(data) <- tolower(names(data))
  data$minutes <- as.numeric(data$minutes)
  data[is.na(data$minutes), "minutes"] <- mean(data$minutes, na.rm = TRUE)
  return(data)
}

clean <- function(data) {
  data %>%
    filter(minutes > 0, minutes <= max_minutes) %>%
    mutate(
      strength = case_when(
        minutes < 2 ~ "weak",
        minutes < 4 ~ "normal",
        TRUE ~ "strong"
      ),
      liked = factor(liked, levels = c("yes", "no"), labels = c("Yes", "No"))
    ) %>%
    group_by(tea, strength) %>%
    summarise(n = n(), mean = mean(minutes), sd = sd(minutes), .groups = "drop")
}

tea <- data.frame(
  tea = rep(c("Assam", "Sencha", "Earl Grey"), each = 4),
  minutes = c(4, 3.5, 5, NA, 2, 1.5, 2.25, 2, 3, 4, 3, Inf),
  liked = sample(c("yes", "no"), 12, replace = TRUE)
)
str(tea)
summary(tea$minutes)

weights <- list(assam = 1L, `earl grey` = 2L, other = NULL)
weights[["sencha"]] <- 3
weights$assam <- weights$assam + 1

total <- 0
for (i in seq_along(weights)) {
  w <- weights[[i]]
  if (is.null(w)) next
  total <- total + w
  if (total > 100 && !is.function(w)) break
}

count <- 0
while (TRUE) {
  count <- count + 1
  if (count %% 2 == 0 || count %in% c(5, 7)) next
  if (count >= 9) break
}
repeat {
  count <- count - 1
  if (count < 0) break
}

square <- \(x) x^2
squares <- sapply(1:10, function(x) x^2)
matrix(squares, nrow = 2, byrow = T)
apply(matrix(1:6, 2), 1, sum)
compose <- function(f, g) function(...) f(g(...))

model <- lm(minutes ~ tea + liked, data = tea)
coef <- summary(model)$coefficients
print(round(coef[, 1:2], digits = 3))
cat(sprintf("R squared: %.3f\n", summary(model)$r.squared))

result <- tryCatch({
  read_tea("missing.csv")
}, error = function(e) {
  message("Not read: ", conditionMessage(e))
  NULL
}, finally = {
  invisible(gc())
})

plot <- ggplot(tea, aes(x = tea, y = minutes, fill = liked)) +
  geom_boxplot(alpha = 0.7, outlier.colour = "#cc0000") +
  scale_y_continuous(limits = c(0, 6), breaks = seq(0, 6, by = 1)) +
  labs(title = "How long is tea brewed?", x = NULL, y = "Minutes") +
  theme_minimal(base_size = 12)
ggsave("tea.png", plot, width = 16, height = 9, units = "cm", dpi = 300)

setClass("Pot", representation(volume = "numeric", tea = "character"))
setGeneric("pour", function(pot, ...) standardGeneric("pour"))
pot <- new("Pot", volume = 1.5, tea = "Assam")
if (isTRUE(pot@volume > 1)) {
  print(paste0("A pot of ", pot@tea, "."))
} else if (FALSE) {
  print(-1e10)
}
path <- r"(C:\tea\pots)"
