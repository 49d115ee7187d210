# The half of the reference results that R makes. See make.py, which calls it with the folder of the data.
suppressMessages({ library(survival); library(sandwich); library(lmtest); library(MatchIt) })
folder <- commandArgs(trailingOnly = TRUE)[1]
put <- function(name, value, program, tolerance = 1e-7)
  cat(sprintf("%s\t%s\t%g\t%s\n", name, format(as.numeric(value), digits = 17), tolerance, program))
read <- function(name) read.csv(file.path(folder, paste0(name, ".csv")))
save <- function(name, frame) write.csv(frame, file.path(folder, paste0(name, ".csv")), row.names = FALSE)

data("PetersenCL", package = "sandwich")
save("petersen", PetersenCL)
fit <- lm(y ~ x, PetersenCL)
put("petersen.CR0", sqrt(vcovCL(fit, ~firm, type = "HC0", cadjust = FALSE)[2, 2]), "R sandwich")
put("petersen.CR1", sqrt(vcovCL(fit, ~firm, type = "HC1", cadjust = TRUE)[2, 2]), "R sandwich")
if (requireNamespace("clubSandwich", quietly = TRUE)) {
  library(clubSandwich)
  few <- subset(PetersenCL, firm <= 12)
  fit <- lm(y ~ x, few)
  test <- coef_test(fit, vcov = "CR2", cluster = few$firm, test = "Satterthwaite")
  put("petersen12.CR2", test$SE[2], "R clubSandwich")
  put("petersen12.CR2.df", if (is.null(test$df_Satt)) test$df[2] else test$df_Satt[2], "R clubSandwich")
}
if (requireNamespace("AER", quietly = TRUE)) {
  data("STAR", package = "AER")
  star <- subset(STAR, !is.na(stark) & stark %in% c("small", "regular") & !is.na(readk) & !is.na(mathk) &
    !is.na(schoolidk))
  star <- data.frame(score = star$readk + star$mathk, small = as.integer(star$stark == "small"),
    school = as.integer(star$schoolidk), lunch = as.integer(star$lunchk == "free"))
  star <- star[complete.cases(star), ]
  save("star", star)
  fit <- lm(score ~ small + lunch, star)
  put("star.estimate", coef(fit)[2], "R AER")
  put("star.HC2", sqrt(vcovHC(fit, "HC2")[2, 2]), "R sandwich")
  put("star.CR1", sqrt(vcovCL(fit, ~school, type = "HC1", cadjust = TRUE)[2, 2]), "R sandwich")
  if (requireNamespace("clubSandwich", quietly = TRUE)) {
    test <- coef_test(fit, vcov = "CR2", cluster = star$school, test = "Satterthwaite")
    put("star.CR2", test$SE[2], "R clubSandwich")
    put("star.CR2.df", if (is.null(test$df_Satt)) test$df[2] else test$df_Satt[2], "R clubSandwich")
  }
}
nsw <- read("nsw")
fit <- lm(re78 ~ treat + age + educ + black + hisp + marr + nodegree + re74 + re75, nsw)
put("nsw.ancova.HC3.R", sqrt(vcovHC(fit, "HC3")[2, 2]), "R sandwich")

lung <- read("lung")
fit <- coxph(Surv(time, status) ~ age + sex + ph.ecog, lung, ties = "efron", eps = 1e-14)
for (column in c("age", "sex", "ph.ecog")) {
  put(paste0("lung.cox.", column), coef(fit)[column], "R survival")
  put(paste0("lung.cox.", column, ".se"), sqrt(vcov(fit)[column, column]), "R survival")
}
put("lung.cox.loglik", fit$loglik[2], "R survival")
put("lung.cox.loglik0", fit$loglik[1], "R survival")
put("lung.logrank", survdiff(Surv(time, status) ~ sex, lung)$chisq, "R survival")
put("lung.logrank.ecog", survdiff(Surv(time, status) ~ ph.ecog, lung)$chisq, "R survival")
fit <- survfit(Surv(time, status) ~ 1, lung, conf.type = "log-log")
at <- summary(fit, times = 365)
put("lung.km.365", at$surv, "R survival")
put("lung.km.365.se", at$std.err, "R survival")
put("lung.km.365.low", at$lower, "R survival")
put("lung.km.median", summary(fit)$table["median"], "R survival")
means <- summary(survfit(Surv(time, status) ~ sex, lung), rmean = 600)$table
put("lung.rmst.1", means[1, "rmean"], "R survival")
put("lung.rmst.1.se", means[1, "se(rmean)"], "R survival")

put("power.prop.300-300", power.prop.test(n = 300, p1 = 0.25, p2 = 0.35, strict = TRUE)$power, "R power.prop.test", 1e-9)
put("power.t.n", ceiling(power.t.test(delta = 0.4, sd = 1, power = 0.8, strict = TRUE)$n), "R power.t.test", 1e-12)
put("power.t.20", power.t.test(n = 20, delta = 0.9, sd = 1.2, strict = TRUE)$power, "R power.t.test")

cps <- read("nsw_cps")
score <- glm(treat ~ age + educ + black + hisp + marr + nodegree + re74 + re75, binomial, cps,
  control = glm.control(epsilon = 1e-14, maxit = 50))
put("cps.score.first", fitted(score)[1], "R glm")
put("cps.score.sum", sum(fitted(score)), "R glm")
matched <- matchit(treat ~ age + educ + black + hisp + marr + nodegree + re74 + re75, cps, method = "cem",
  cutpoints = list(age = c(20, 25, 30, 40), educ = c(8.5, 11.5, 12.5),
    re74 = c(0.5, 5000, 15000), re75 = c(0.5, 5000, 15000)))
put("cps.cem.treated", sum(matched$weights > 0 & cps$treat == 1), "R MatchIt", 1e-12)
put("cps.cem.control", sum(matched$weights > 0 & cps$treat == 0), "R MatchIt", 1e-12)
put("cps.cem.estimate", with(cps, weighted.mean(re78[treat == 1], matched$weights[treat == 1]) -
  weighted.mean(re78[treat == 0], matched$weights[treat == 0])), "R MatchIt")
set.seed(1)
matched <- matchit(treat ~ age + educ + black + hisp + marr + nodegree + re74 + re75, cps, distance = fitted(score),
  caliper = 0.05, std.caliper = FALSE, replace = TRUE)
put("cps.nearest.matched", sum(matched$weights > 0 & cps$treat == 1), "R MatchIt", 1e-12)
